import { ChevronRight } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Button, Disclosure, DisclosurePanel, Heading } from "react-aria-components";
import type { Decision } from "../../../../shared/api";
import { useSpeech } from "../../i18n";
import { LeadMark, LevelMark } from "../../parts/marks";

/** The record of one customer turn: one sentence, and behind it the rule and the evidence. */
export function Why({ decision }: { decision: Decision }) {
  const { t } = useSpeech();
  const facts = useRef<HTMLDivElement>(null);
  const show = (open: boolean) => {
    if (open) requestAnimationFrame(() => facts.current?.scrollIntoView({ block: "nearest" }));
  };
  return (
    <div className="why" id={`why-${decision.turn_seq}`}>
      <Disclosure onExpandedChange={show}>
        <Heading level={2} className="why-head">
          <Button slot="trigger" className="why-button">
            <ChevronRight aria-hidden size={14} className="why-arrow" />
            <LeadMark lead={decision.lead} />
            <span className="why-reason">{decision.reason}</span>
            <span className="why-word">{t("why.show")}</span>
          </Button>
        </Heading>
        <DisclosurePanel ref={facts}>
          <DecisionFacts decision={decision} />
        </DisclosurePanel>
      </Disclosure>
    </div>
  );
}

const measures = ["risk", "value", "emotion", "complexity", "confidence"] as const;
const outcomes = [
  "answered",
  "did_not_know",
  "asked_back",
  "review",
  "handed_off",
  "superseded",
  "tool",
] as const;

export function DecisionFacts({ decision }: { decision: Decision }) {
  const { t } = useSpeech();
  const { moment } = decision;
  const outcome = outcomes.find((one) => one === decision.outcome);
  return (
    <dl className="facts">
      <Fact name={t("why.rule")}>
        <code>{decision.rule}</code>{" "}
        <span className="muted">({t(`rule_kind.${decision.rule_kind}`)})</span>
      </Fact>
      <Fact name={t("why.kind")}>
        {decision.kind_title ?? decision.kind}, {t("measure.tier")}: {t(`level.${decision.tier}`)}
      </Fact>
      <Fact name={t("why.moment")}>
        <span className="levels">
          {measures.map((name) => (
            <LevelMark key={name} level={moment[name]} label={t(`measure.${name}`)} />
          ))}
        </span>
      </Fact>
      {moment.reasons.length ? (
        <Fact name={t("why.reasons")}>
          <ul>
            {moment.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </Fact>
      ) : null}
      <ScoreFacts decision={decision} />
      {decision.reason_customer ? (
        <Fact name={t("why.toCustomer")}>{decision.reason_customer}</Fact>
      ) : null}
      {outcome ? <Fact name={t("why.outcome")}>{t(`outcome.${outcome}`)}</Fact> : null}
      <Fact name={t("why.policy")}>
        {decision.policy.name} {decision.policy.version}
        <span className="muted">
          {" "}
          · {t("why.signals")} {decision.signals_version}
        </span>
      </Fact>
    </dl>
  );
}

function ScoreFacts({ decision }: { decision: Decision }) {
  const { t } = useSpeech();
  const { scores } = decision;
  const cues = strongest(scores.cues);
  const emotions = strongest(scores.emotions);
  return (
    <>
      {scores.kinds?.length ? (
        <Fact name={t("why.kinds")}>
          <Bars of={likely(scores.kinds)} />
        </Fact>
      ) : null}
      {cues.length ? (
        <Fact name={t("why.cues")}>
          <Bars of={cues} />
        </Fact>
      ) : null}
      {emotions.length ? (
        <Fact name={t("why.emotions")}>
          <Bars of={emotions} />
        </Fact>
      ) : null}
      {scores.flagged?.length ? (
        <Fact name={t("why.flagged")}>{scores.flagged.join(", ")}</Fact>
      ) : null}
      {typeof scores.sentiment === "number" || scores.language ? (
        <Fact name={t("why.scores")}>
          {typeof scores.sentiment === "number"
            ? `${t("why.sentiment")} ${scores.sentiment.toFixed(2)} `
            : null}
          {scores.language ? `${t("why.language")} ${scores.language}` : null}
        </Fact>
      ) : null}
    </>
  );
}

const worthShowing = 0.05;

/** The likeliest kind always, others when they were in question. */
function likely(kinds: { name: string; probability: number }[]): [string, number][] {
  const shown = kinds.filter((kind, index) => index === 0 || kind.probability >= worthShowing);
  return shown.slice(0, 3).map((kind) => [kind.name, kind.probability]);
}

function strongest(of: Record<string, number> | undefined): [string, number][] {
  return Object.entries(of ?? {})
    .filter(([, score]) => score >= worthShowing)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3);
}

function Bars({ of }: { of: [string, number][] }) {
  return (
    <ul className="bars">
      {of.map(([name, share]) => (
        <li key={name}>
          <span>{name.replaceAll("_", " ")}</span>
          <span className="bar" aria-hidden="true">
            <i style={{ width: `${Math.round(Math.min(1, Math.max(0, share)) * 100)}%` }} />
          </span>
          <span className="number">{Math.round(share * 100)}%</span>
        </li>
      ))}
    </ul>
  );
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
