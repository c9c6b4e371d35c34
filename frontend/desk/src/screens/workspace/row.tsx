import { memo } from "react";
import { Link } from "wouter";
import type { Row } from "../../../../shared/api";
import { useActions } from "../../actions/provider";
import { useNow } from "../../api/clock";
import type { Speech } from "../../i18n";
import { waitedSeconds } from "../../model/sla";
import { ago, dayAndClock, span } from "../../model/time";
import { LeadMark, SlaBadge } from "../../parts/marks";

interface RowProps {
  row: Row;
  to: string;
  open: boolean;
  tabbable: boolean;
  onFocus: () => void;
}

export const RowLink = memo(function RowLink({ row, to, open, tabbable, onFocus }: RowProps) {
  const { speech, me } = useActions();
  const { t } = speech;
  const now = useNow();
  return (
    <Link
      id={`row-${row.id}`}
      to={to}
      className="row"
      tabIndex={tabbable ? 0 : -1}
      aria-current={open || undefined}
      onFocus={onFocus}
      data-offered={row.handoff?.offered_to?.id === me.id || undefined}
    >
      <span className="row-top">
        <b className="row-name">{row.customer.name ?? t("row.anonymous")}</b>
        <time className="row-time" dateTime={row.last_at}>
          {waitWords(row, now, speech)}
        </time>
      </span>
      <span className="row-text">{row.last_text}</span>
      <span className="row-foot">
        <LeadMark lead={row.lead} />
        <span className="row-kind">{row.kind_title ?? t("row.unknownKind")}</span>
        <RowState row={row} />
        <SlaBadge row={row} />
      </span>
    </Link>
  );
});

function waitWords(row: Row, now: number, speech: Speech): string {
  const waited = waitedSeconds(row, now);
  if (waited === null) return ago(row.last_at, now, speech);
  return waited < 5 ? speech.t("time.now") : speech.t("row.waits", { span: span(waited, speech) });
}

/** Only what the lead mark does not say already. */
function RowState({ row }: { row: Row }) {
  const { speech, me } = useActions();
  const yours = row.state === "person" && row.owner.staff?.id === me.id;
  if (yours && row.last_from === "customer") {
    return <b className="row-state">{speech.t("row.yourTurn")}</b>;
  }
  const told =
    row.handoff?.offered_to || row.state === "callback" || (row.state === "person" && !yours);
  return told ? <span className="row-state">{stateWords(row, me.id, speech)}</span> : null;
}

/** Who has the conversation, in the words of the list. */
export function stateWords(row: Row, myId: string, { t, locale }: Speech): string {
  const offered = row.handoff?.offered_to;
  if (offered)
    return offered.id === myId ? t("row.offeredYou") : t("row.offered", { name: offered.name });
  if (row.state === "callback" && row.handoff?.callback_at) {
    return t("row.callbackAt", { time: dayAndClock(row.handoff.callback_at, locale) });
  }
  if (row.state === "queued" && row.handoff?.position) {
    return t("row.position", { n: row.handoff.position });
  }
  if (row.state === "person") {
    const staff = row.owner.staff;
    return t("row.state.person", { name: staff?.id === myId ? t("row.you") : (staff?.name ?? "") });
  }
  return t(`row.state.${row.state}`);
}
