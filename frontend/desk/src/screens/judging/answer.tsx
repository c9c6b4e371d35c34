import { type RefObject, useState } from "react";
import { Link } from "wouter";
import type { Sample } from "../../../../shared/api";
import { useSpeech } from "../../i18n";
import { percent } from "../../model/figures";
import { dayAndClock } from "../../model/time";
import { CitedBody } from "../workspace/article";

interface AnswerCardProps {
  sample: Sample;
  place?: string;
  headingRef?: RefObject<HTMLHeadingElement | null>;
}

/** What was asked and what the AI answered, with the articles to check it against. */
export function AnswerCard({ sample, place, headingRef }: AnswerCardProps) {
  const { t, locale } = useSpeech();
  return (
    <article
      className="card jud-answer"
      aria-label={t("jud.asked", { kind: sample.title })}
      key={sample.decision_id}
    >
      <header className="jud-head">
        <h2 ref={headingRef} tabIndex={headingRef ? -1 : undefined}>
          {sample.title}
        </h2>
        {place ? <span className="number muted">{place}</span> : null}
      </header>
      <p className="jud-about muted">
        <span>{t("jud.confidence", { share: percent(sample.confidence, locale) })}</span>
        <time dateTime={sample.drawn_at}>{dayAndClock(sample.drawn_at, locale)}</time>
        <Link to={`/all/${sample.conversation_id}`} className="link">
          {t("jud.conversation")}
        </Link>
      </p>
      <h3>{t("jud.question")}</h3>
      <p className="bubble">{sample.question}</p>
      <h3>{t("jud.answer")}</h3>
      <p className="bubble jud-ai">{sample.answer}</p>
      <Citations of={sample.citations} at={sample.drawn_at} />
    </article>
  );
}

function Citations({ of, at }: { of: Sample["citations"]; at: string }) {
  const { t } = useSpeech();
  if (of.length === 0) return <p className="muted jud-sources">{t("jud.sources.none")}</p>;
  return (
    <div className="jud-sources">
      <h3>{t("jud.sources")}</h3>
      {of.map((source) => (
        <Citation key={source.slug} slug={source.slug} title={source.title} at={at} />
      ))}
    </div>
  );
}

/** The article as it was when the answer was sent. */
function Citation({ slug, title, at }: { slug: string; title: string; at: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {open ? <CitedBody slug={slug} at={at} /> : null}
    </details>
  );
}
