import { useMutation } from "@tanstack/react-query";
import { Sparkles } from "lucide-react";
import type { Briefing, BriefingSummary, Id } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { SourceLink } from "../briefing/source";
import { Act } from "../parts/button";
import { putInShort } from "./queries";
import { whyNot } from "./words";

/** The briefing in a few checked sentences, on request; each leads to the sources of its lines. */
export function InShort({ id, briefing }: { id: Id; briefing: Briefing | null }) {
  const { speech } = useActions();
  const { t } = speech;
  const made = useMutation({ mutationFn: () => putInShort(id) });
  if (!briefing || briefing.lines.length === 0) return null;
  const why = whyNot(made.error, speech);
  return (
    <section className="briefing-part in-short" aria-label={t("short.title")}>
      <h3>{t("short.title")}</h3>
      <div aria-live="polite">
        {why ? <p className="beside-note">{why}</p> : null}
        {made.data ? <Sentences summary={made.data} briefing={briefing} /> : null}
      </div>
      <Act
        look="quiet"
        icon={<Sparkles aria-hidden size={14} />}
        isPending={made.isPending}
        onPress={() => made.mutate()}
      >
        {t(made.data ? "short.again" : "short.make")}
      </Act>
    </section>
  );
}

function Sentences({ summary, briefing }: { summary: BriefingSummary; briefing: Briefing }) {
  const { t, tn } = useActions().speech;
  if (summary.because) {
    return (
      <p className="beside-note">
        {summary.because === "no_model"
          ? t("short.no_model")
          : t("short.failed", { why: summary.because })}
      </p>
    );
  }
  return (
    <>
      <ul>
        {summary.sentences.map((said) => (
          <li key={said.text}>
            <span>{said.text}</span>{" "}
            {said.lines.map((line) => {
              const source = briefing.lines[line - 1]?.source;
              return source ? <SourceLink key={line} source={source} /> : null;
            })}
          </li>
        ))}
      </ul>
      <p className="beside-note">
        {t("short.by", { by: summary.by ?? "" })}{" "}
        {summary.dropped ? tn("short.dropped", summary.dropped) : null}{" "}
        {summary.up_to_seq < briefing.up_to_seq ? t("short.old") : null}
      </p>
    </>
  );
}
