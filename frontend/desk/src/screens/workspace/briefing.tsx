import { FileText, History, MessageSquare, Scale, Signal, UserRound } from "lucide-react";
import type { Briefing, BriefingLine, BriefingSection } from "../../../../shared/api";
import { useActions } from "../../actions/provider";
import { clock } from "../../model/time";
import { State } from "../../parts/states";

/** In the order in which a person taking over needs them. */
const sections: readonly BriefingSection[] = [
  "need",
  "first_step",
  "passed_on",
  "guidance",
  "tried",
  "promised",
  "sentiment",
  "pain_points",
  "history",
];

export function BriefingPanel({ briefing }: { briefing: Briefing | null }) {
  const { speech } = useActions();
  const { t } = speech;
  if (!briefing) return <State title={t("brief.none")} />;
  return (
    <div className="briefing">
      {sections.map((section) => (
        <BriefingPart
          key={section}
          section={section}
          lines={briefing.lines.filter((line) => line.section === section)}
        />
      ))}
      <p className="briefing-made">
        {t("brief.made", { time: clock(briefing.made_at, speech.locale), seq: briefing.up_to_seq })}
      </p>
    </div>
  );
}

function BriefingPart({ section, lines }: { section: BriefingSection; lines: BriefingLine[] }) {
  const { speech } = useActions();
  if (lines.length === 0) return null;
  return (
    <section className="briefing-part" data-section={section} id={`brief-${section}`}>
      <h3>{speech.t(`brief.${section}`)}</h3>
      <ul>
        {lines.map((line) => (
          <li key={`${line.text}${line.source.ref}`}>
            <span>{line.text}</span> <SourceLink source={line.source} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const sourceIcon = {
  event: MessageSquare,
  article: FileText,
  history: History,
  policy: Scale,
  customer: UserRound,
  signals: Signal,
};

/** Leads from a line of the briefing to what it was made from. */
export function SourceLink({ source }: { source: BriefingLine["source"] }) {
  const { ui, speech, navigate } = useActions();
  const Icon = sourceIcon[source.type];
  const open = () => {
    if (source.type === "article") ui.setSide({ type: "article", slug: source.ref });
    else if (source.type === "policy") navigate("/policy");
    else if (source.type === "event" || source.type === "signals") {
      ui.handles.current.conversation?.goTo(Number(source.ref));
    } else {
      const place = source.type === "history" ? `contact-${source.ref}` : "brief-passed_on";
      const found = document.getElementById(place) ?? document.getElementById("side-customer");
      found?.scrollIntoView({ block: "center" });
    }
  };
  return (
    <button
      type="button"
      className="source"
      onClick={open}
      aria-label={speech.t("brief.source", { label: source.label })}
    >
      <Icon aria-hidden size={11} />
      {source.label}
    </button>
  );
}
