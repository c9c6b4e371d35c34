import type { Briefing, BriefingSection } from "../../../shared/api";
import type { Speech } from "../i18n";
import { dayAndClock } from "../model/time";

/** A note holds this many characters. */
const longest = 8_000;
const order: readonly BriefingSection[] = [
  "need",
  "told",
  "passed_on",
  "tried",
  "promised",
  "sentiment",
  "pain_points",
  "guidance",
  "first_step",
  "history",
];

/** The briefing as plain text, each line with its source. */
export function briefingText(briefing: Briefing, speech: Pick<Speech, "t" | "locale">): string {
  const { t, locale } = speech;
  const made = { time: dayAndClock(briefing.made_at, locale), seq: briefing.up_to_seq };
  const text = [`${t("brief.label")}. ${t("brief.made", made)}`];
  const add = (title: string, lines: string[]) => {
    if (lines.length > 0) text.push("", title, ...lines.map((line) => `- ${line}`));
  };
  for (const section of order) {
    const lines = briefing.lines.filter((line) => line.section === section);
    add(
      t(`brief.${section}`),
      lines.map((line) => `${line.text} [${line.source.label}]`),
    );
  }
  add(
    t("brief.next"),
    briefing.actions.map((action) => `${action.text} ${action.why} [${action.source.label}]`),
  );
  const whole = text.join("\n");
  return whole.length <= longest ? whole : `${whole.slice(0, longest - 1)}…`;
}
