import { useState } from "react";
import type { DraftChoice, Id, OpenDraft } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { Act } from "../parts/button";
import { Field, RadioChoice } from "../parts/field";
import { useDraftVerbs } from "./verbs";

/** Staff say what they would do before the draft can sway them; then it is shown. */
export function Choose({ id, draft }: { id: Id; draft: OpenDraft }) {
  const { speech } = useActions();
  const { t } = speech;
  const verbs = useDraftVerbs(id);
  const [choice, setChoice] = useState<DraftChoice | null>(null);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const leads = draft.purpose === "suggestion";
  const options: DraftChoice[] = leads
    ? ["send", "amend", "take_over"]
    : ["send", "amend", "take_over", "refuse"];
  const ready = choice !== null && (choice !== "refuse" || reason.trim().length > 0);
  const choose = async () => {
    if (!choice) return;
    setBusy(true);
    await verbs.choose(draft, choice, reason);
    setBusy(false);
  };
  return (
    <div className="choose">
      <p>{t("dra.first")}</p>
      <RadioChoice<DraftChoice>
        label={t("dra.choice")}
        value={choice ?? ("" as DraftChoice)}
        onChange={setChoice}
        options={options.map((value) => ({
          value,
          label: t(leads && value === "take_over" ? "dra.choice.own" : `dra.choice.${value}`),
        }))}
      />
      {choice === "refuse" ? (
        <Field label={t("dra.reason")} value={reason} onChange={setReason} rows={2} isRequired />
      ) : null}
      <Act look="primary" isDisabled={!ready || busy} onPress={() => void choose()}>
        {t("dra.show")}
      </Act>
    </div>
  );
}

/** What was chosen, for comparison with what one is about to do. */
export function ChosenFirst({ draft }: { draft: OpenDraft }) {
  const { speech } = useActions();
  const { t } = speech;
  if (!draft.choice) return null;
  const own = draft.purpose === "suggestion" && draft.choice === "take_over";
  return (
    <p className="muted">
      {t("dra.chosen", { choice: t(own ? "dra.choice.own" : `dra.choice.${draft.choice}`) })}
    </p>
  );
}
