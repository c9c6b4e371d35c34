import { useState } from "react";
import type { Draft, Id } from "../../../../shared/api";
import { keysOf } from "../../actions/actions";
import { useActions } from "../../actions/provider";
import { useNow } from "../../api/clock";
import { span } from "../../model/time";
import { Act } from "../../parts/button";
import { Check, Field } from "../../parts/field";
import { Sources } from "./lines";

/** A draft that a person must look at before the customer may read it. */
export function Review({ id, draft }: { id: Id; draft: Draft }) {
  const { speech, verbs } = useActions();
  const { t } = speech;
  const [text, setText] = useState<string | null>(null);
  const [toneOnly, setToneOnly] = useState(false);
  const [busy, setBusy] = useState(false);
  const act = async (work: Promise<boolean>) => {
    setBusy(true);
    await work;
    setBusy(false);
  };
  const editing = text !== null;
  const unchanged = text?.trim() === draft.text.trim();
  return (
    <section className="review" aria-label={t("draft.title")}>
      <header>
        <h2>{t("draft.title")}</h2>
        <TimeLeft until={draft.expires_at} />
      </header>
      <p className="review-why">
        <span className="muted">{t("draft.why")}:</span> {draft.reason}
      </p>
      {editing ? (
        <>
          <Field label={t("draft.text")} rows={5} value={text} onChange={setText} autoFocus />
          {unchanged ? null : (
            <Check isSelected={toneOnly} onChange={setToneOnly}>
              {t("draft.toneOnly")}
            </Check>
          )}
        </>
      ) : (
        <p className="bubble">{draft.text}</p>
      )}
      <Sources sources={draft.sources} />
      <div className="review-foot">
        {editing ? (
          <>
            <Act
              look="primary"
              isDisabled={busy || !text.trim()}
              onPress={() =>
                void act(verbs.sendDraft(id, draft.id, unchanged ? undefined : text, toneOnly))
              }
            >
              {t(unchanged ? "draft.send" : "draft.sendEdited")}
            </Act>
            <Act look="quiet" onPress={() => setText(null)}>
              {t("draft.reset")}
            </Act>
          </>
        ) : (
          <>
            <Act
              look="primary"
              keys={keysOf("send_draft")}
              isDisabled={busy}
              onPress={() => void act(verbs.sendDraft(id, draft.id))}
            >
              {t("draft.send")}
            </Act>
            <Act id="edit-draft" keys={keysOf("edit_draft")} onPress={() => setText(draft.text)}>
              {t("draft.edit")}
            </Act>
          </>
        )}
        <Act
          look="quiet"
          isDisabled={busy}
          onPress={() => void act(verbs.takeInsteadOfDraft(id, draft.id))}
        >
          {t("draft.takeOver")}
        </Act>
      </div>
    </section>
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

/** A draft for the person who leads: theirs to use, change or leave. */
export function DraftOffer({ draft, onUse }: { draft: Draft; onUse: (draft: Draft) => void }) {
  const { speech } = useActions();
  const { t } = speech;
  return (
    <section className="review review-offer" aria-label={t("draft.title")}>
      <p className="bubble">{draft.text}</p>
      <div className="review-foot">
        <Sources sources={draft.sources} />
        <Act onPress={() => onUse(draft)}>{t("draft.use")}</Act>
      </div>
    </section>
  );
}
