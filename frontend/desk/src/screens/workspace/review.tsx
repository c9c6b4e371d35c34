import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Draft, Id, OpenDraft } from "../../../../shared/api";
import { keysOf } from "../../actions/actions";
import { useActions } from "../../actions/provider";
import { useNow } from "../../api/clock";
import { Choose, ChosenFirst } from "../../drafts/choose";
import { Claims } from "../../drafts/claims";
import { draftQuery } from "../../drafts/queries";
import { unopened, useDraftVerbs } from "../../drafts/verbs";
import { span } from "../../model/time";
import { Act } from "../../parts/button";
import { Check, Field } from "../../parts/field";
import { Loaded, Skeleton } from "../../parts/states";

/** A draft that a person must look at before the customer may read it. */
export function Review({ id, draft }: { id: Id; draft: Draft }) {
  const { speech } = useActions();
  const { t } = speech;
  const answer = useQuery(draftQuery(id));
  return (
    <section className="review" aria-label={t("draft.title")}>
      <header>
        <h2>{t("draft.title")}</h2>
        <TimeLeft until={draft.expires_at} />
      </header>
      <p className="review-why">
        <span className="muted">{t("draft.why")}:</span> {draft.reason}
      </p>
      <Loaded of={answer} skeleton={<Skeleton lines={3} />}>
        {(data) =>
          data.draft?.id !== draft.id ? (
            <Skeleton lines={3} />
          ) : data.draft.hidden ? (
            <Choose id={id} draft={data.draft} />
          ) : (
            <Verified id={id} draft={data.draft} />
          )
        }
      </Loaded>
    </section>
  );
}

/** The draft's sentences with their sources, and what can be done with it. */
function Verified({ id, draft }: { id: Id; draft: OpenDraft }) {
  const { speech } = useActions();
  const { t } = speech;
  const [text, setText] = useState<string | null>(null);
  const [toneOnly, setToneOnly] = useState(false);
  const unchanged = text?.trim() === draft.text.trim();
  return (
    <>
      <ChosenFirst draft={draft} />
      {text === null ? null : (
        <>
          <Field label={t("draft.text")} rows={5} value={text} onChange={setText} autoFocus />
          {unchanged ? null : (
            <Check isSelected={toneOnly} onChange={setToneOnly}>
              {t("draft.toneOnly")}
            </Check>
          )}
        </>
      )}
      <Claims id={id} draft={draft} />
      <Foot id={id} draft={draft} text={text} setText={setText} toneOnly={toneOnly} />
    </>
  );
}

interface FootProps {
  id: Id;
  draft: OpenDraft;
  text: string | null;
  setText: (text: string | null) => void;
  toneOnly: boolean;
}

function Foot({ id, draft, text, setText, toneOnly }: FootProps) {
  const { speech, verbs } = useActions();
  const { t } = speech;
  const [busy, setBusy] = useState(false);
  const [refusing, setRefusing] = useState(false);
  const act = async (work: Promise<boolean>) => {
    setBusy(true);
    await work;
    setBusy(false);
  };
  const unchanged = text === null || text.trim() === draft.text.trim();
  const blocked = busy || unopened(draft).length > 0 || text?.trim() === "";
  const send = () =>
    void act(verbs.sendDraft(id, draft.id, unchanged ? undefined : text, toneOnly));
  if (refusing) return <Refusing id={id} draft={draft} onBack={() => setRefusing(false)} />;
  return (
    <div className="review-foot">
      <Act
        look="primary"
        {...(text === null ? { keys: keysOf("send_draft") } : {})}
        isDisabled={blocked}
        onPress={send}
      >
        {t(unchanged ? "draft.send" : "draft.sendEdited")}
      </Act>
      {text === null ? (
        <Act id="edit-draft" keys={keysOf("edit_draft")} onPress={() => setText(draft.text)}>
          {t("draft.edit")}
        </Act>
      ) : (
        <Act look="quiet" onPress={() => setText(null)}>
          {t("draft.reset")}
        </Act>
      )}
      <Act
        look="quiet"
        isDisabled={busy}
        onPress={() => void act(verbs.takeInsteadOfDraft(id, draft.id))}
      >
        {t("draft.takeOver")}
      </Act>
      <Act look="quiet" isDisabled={busy} onPress={() => setRefusing(true)}>
        {t("dra.refuse")}
      </Act>
    </div>
  );
}

function Refusing({ id, draft, onBack }: { id: Id; draft: OpenDraft; onBack: () => void }) {
  const { speech } = useActions();
  const { t } = speech;
  const verbs = useDraftVerbs(id);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const refuse = async () => {
    setBusy(true);
    await verbs.refuse(draft, reason);
    setBusy(false);
  };
  return (
    <>
      <Field label={t("dra.reason")} rows={2} value={reason} onChange={setReason} autoFocus />
      <div className="review-foot">
        <Act look="danger" isDisabled={busy || !reason.trim()} onPress={() => void refuse()}>
          {t("dra.refuse.confirm")}
        </Act>
        <Act look="quiet" onPress={onBack}>
          {t("draft.reset")}
        </Act>
      </div>
    </>
  );
}

function TimeLeft({ until }: { until: string | null | undefined }) {
  const { speech } = useActions();
  const now = useNow("second");
  if (!until) return null;
  const left = (Date.parse(until) - now) / 1000;
  return (
    <span className="badge" data-tone={left < 30 ? "late" : "soon"}>
      {left > 0 ? speech.t("draft.expires", { span: span(left, speech) }) : speech.t("draft.late")}
    </span>
  );
}
