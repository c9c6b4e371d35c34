import { Clock, Sparkles, TriangleAlert, UserCheck, UserRound } from "lucide-react";
import type { Lead, Level, Row } from "../../../shared/api";
import { useNow } from "../api/clock";
import { useSpeech } from "../i18n";
import { slaWords } from "../model/sla";

const leadIcon = { AI: Sparkles, REVIEW: UserCheck, PERSON: UserRound };

/** Who leads: word, picture and colour, never colour alone. */
export function LeadMark({ lead, long = false }: { lead: Lead; long?: boolean }) {
  const { t } = useSpeech();
  const Icon = leadIcon[lead];
  return (
    <span className="mark" data-lead={lead}>
      <Icon aria-hidden size={12} />
      {t(long ? `lead.${lead}.long` : `lead.${lead}`)}
    </span>
  );
}

export function LevelMark({ level, label }: { level: Level; label: string }) {
  const { t } = useSpeech();
  return (
    <span className="level" data-level={level}>
      <span className="level-dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span className="level-label">{label}</span>
      <b>{t(`level.${level}`)}</b>
    </span>
  );
}

export function SlaBadge({ row }: { row: Pick<Row, "sla" | "due_at"> }) {
  const speech = useSpeech();
  const words = slaWords(row, useNow(), speech);
  if (!words) return null;
  const Icon = words.tone === "late" ? TriangleAlert : Clock;
  return (
    <span className="badge" data-tone={words.tone}>
      <Icon aria-hidden size={12} />
      {words.text}
    </span>
  );
}
