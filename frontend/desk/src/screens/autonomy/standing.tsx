import {
  CalendarX2,
  FileText,
  Hourglass,
  type LucideIcon,
  ShieldAlert,
  ShieldCheck,
  ShieldX,
  UserRound,
} from "lucide-react";
import type { Standing } from "../../../../shared/api";
import { useSpeech } from "../../i18n";

const looks: Record<Standing, { icon: LucideIcon; tone?: "good" | "soon" | "late" }> = {
  certified: { icon: ShieldCheck, tone: "good" },
  none: { icon: Hourglass },
  suspended: { icon: ShieldAlert, tone: "late" },
  expired: { icon: CalendarX2, tone: "soon" },
  void: { icon: ShieldX, tone: "soon" },
  never: { icon: UserRound },
  not_needed: { icon: FileText },
};

/** Where a kind stands: picture, word and colour, never colour alone. */
export function StandingMark({ status }: { status: Standing }) {
  const { t } = useSpeech();
  const { icon: Icon, tone } = looks[status];
  return (
    <span className="badge" data-tone={tone}>
      <Icon aria-hidden size={12} />
      {t(`aut.status.${status}`)}
    </span>
  );
}
