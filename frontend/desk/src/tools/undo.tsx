import { Undo2 } from "lucide-react";
import { useState } from "react";
import type { ToolCall } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { useOnline } from "../api/live";
import { dayAndClock } from "../model/time";
import { uuid } from "../model/uuid";
import { Act } from "../parts/button";
import { Ask } from "../parts/dialog";
import { Check } from "../parts/field";
import { useToolVerbs } from "./verbs";

type Way = NonNullable<ToolCall["undo"]>;

/** The way back from what a call did: a button, or why there is none (any more). */
export function UndoCall({ of }: { of: ToolCall }) {
  const { speech } = useActions();
  const { t } = speech;
  const online = useOnline();
  const [asking, setAsking] = useState(false);
  const way = of.undo;
  if (!way) return null;
  if (way.state) return <p className="muted">{t("undo.was", { state: t(`call.${way.state}`) })}</p>;
  if (way.because) return <p className="muted">{way.because}</p>;
  return (
    <div className="tool-undo">
      <Act
        icon={<Undo2 aria-hidden size={14} />}
        isDisabled={!online}
        onPress={() => setAsking(true)}
      >
        {t("undo.do")}
      </Act>
      {way.until ? (
        <span className="muted">
          {t("undo.until", { time: dayAndClock(way.until, speech.locale) })}
        </span>
      ) : null}
      {online ? null : <p role="status">{t("tool.offline")}</p>}
      {asking ? <AskUndo id={of.id} way={way} onClose={() => setAsking(false)} /> : null}
    </div>
  );
}

/** What undoing would do, said before it is done; a second click is the same undoing. */
function AskUndo({ id, way, onClose }: { id: string; way: Way; onClose: () => void }) {
  const { speech } = useActions();
  const { t } = speech;
  const verbs = useToolVerbs();
  const [undoId] = useState(uuid);
  const [confirmed, setConfirmed] = useState(false);
  const needed = way.needs_confirmation && !confirmed;
  return (
    <Ask
      title={t("undo.title", { tool: way.title })}
      intro={t("undo.intro")}
      submit={way.title}
      danger
      onClose={onClose}
      onSubmit={async () => !needed && (await verbs.undo(id, undoId, confirmed))}
    >
      <blockquote className="undo-effect">{way.effect}</blockquote>
      {way.needs_confirmation ? (
        <Check isSelected={confirmed} onChange={setConfirmed}>
          {t("tool.customerSaidYes")}
        </Check>
      ) : null}
      {needed ? <p role="note">{t("undo.needsYes")}</p> : null}
    </Ask>
  );
}
