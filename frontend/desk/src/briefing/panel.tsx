import { ClipboardCopy } from "lucide-react";
import { useLayoutEffect } from "react";
import type { Briefing, BriefingLine, BriefingSection, Id } from "../../../shared/api";
import { keysOf } from "../actions/actions";
import { useActions } from "../actions/provider";
import { SimilarPanel } from "../drafts/similar";
import { clock } from "../model/time";
import { InShort } from "../models/in_short";
import { Act } from "../parts/button";
import { State } from "../parts/states";
import { lineKey, useFresh } from "./fresh";
import { MoodCurve } from "./mood";
import { NextActions } from "./next";
import { briefingText } from "./note";
import { PlaybookPanel } from "./playbook";
import { SourceLink } from "./source";

/** In the order in which a person taking over needs them; what to do next stands after the need. */
const sections: readonly BriefingSection[] = [
  "first_step",
  "told",
  "passed_on",
  "guidance",
  "tried",
  "promised",
  "sentiment",
  "pain_points",
  "history",
];

export function BriefingPanel({ id, briefing }: { id: Id; briefing: Briefing | null }) {
  const { speech } = useActions();
  const { t } = speech;
  if (!briefing) return <State title={t("brief.none")} />;
  return (
    <div className="briefing">
      <Sections key={id} id={id} briefing={briefing} />
      <SimilarPanel id={id} />
      <p className="briefing-made">
        {t("brief.made", { time: clock(briefing.made_at, speech.locale), seq: briefing.up_to_seq })}
      </p>
      <CopyAsNote id={id} briefing={briefing} />
    </div>
  );
}

function Sections({ id, briefing }: { id: Id; briefing: Briefing }) {
  const { speech } = useActions();
  const fresh = useFresh(briefing);
  const of = (section: BriefingSection) =>
    briefing.lines.filter((line) => line.section === section);
  // The playbook, or a suggestion of the same words, says what is first.
  const suggested = new Set(briefing.actions.map((action) => action.text));
  const shown = (line: BriefingLine) =>
    line.section !== "first_step" || !(briefing.playbook || suggested.has(line.text));
  return (
    <>
      <p className="visually-hidden" role="status">
        {fresh.size ? speech.tn("brief.fresh", fresh.size) : ""}
      </p>
      <InShort id={id} briefing={briefing} />
      <Part section="need" lines={of("need")} fresh={fresh} />
      <NextActions actions={briefing.actions} fresh={fresh} />
      {briefing.playbook ? <PlaybookPanel id={id} playbook={briefing.playbook} /> : null}
      {sections.map((section) => (
        <Part key={section} section={section} lines={of(section).filter(shown)} fresh={fresh}>
          {section === "sentiment" ? <MoodCurve mood={briefing.mood} /> : null}
        </Part>
      ))}
    </>
  );
}

interface PartProps {
  section: BriefingSection;
  lines: BriefingLine[];
  fresh: ReadonlySet<string>;
  children?: React.ReactNode;
}

function Part({ section, lines, fresh, children }: PartProps) {
  const { speech } = useActions();
  if (lines.length === 0) return null;
  return (
    <section className="briefing-part" data-section={section} id={`brief-${section}`}>
      <h3>{speech.t(`brief.${section}`)}</h3>
      {children}
      <ul>
        {lines.map((line) => (
          <li key={lineKey(line)} data-fresh={fresh.has(lineKey(line)) || undefined}>
            {fresh.has(lineKey(line)) ? <Fresh /> : null}
            <span>{line.text}</span> <SourceLink source={line.source} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Says that a line was not there before. */
export function Fresh() {
  const { speech } = useActions();
  return <span className="fresh">{speech.t("brief.new")}</span>;
}

function CopyAsNote({ id, briefing }: { id: Id; briefing: Briefing }) {
  const { speech, verbs, ui } = useActions();
  const copy = () => {
    const text = briefingText(briefing, speech);
    // A page without leave to write the clipboard still keeps the note.
    void navigator.clipboard?.writeText(text).catch(() => undefined);
    void verbs.addNote(id, text);
  };
  useLayoutEffect(() => {
    const { handles } = ui;
    handles.current.briefing = { copy };
    return () => {
      handles.current.briefing = null;
    };
  });
  return (
    <Act
      className="briefing-copy"
      look="quiet"
      icon={<ClipboardCopy aria-hidden size={14} />}
      keys={keysOf("copy_briefing")}
      onPress={copy}
    >
      {speech.t("brief.copy")}
    </Act>
  );
}
