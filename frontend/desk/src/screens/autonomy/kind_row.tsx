import { ChevronRight } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button, Disclosure, DisclosurePanel, Heading } from "react-aria-components";
import { Link } from "wouter";
import type { KindAutonomy } from "../../../../shared/api";
import { useActions } from "../../actions/provider";
import { type Speech, useSpeech } from "../../i18n";
import { hasDial } from "../../model/autonomy";
import { percent, roughly } from "../../model/figures";
import { LevelMark } from "../../parts/marks";
import { CertificateFacts } from "./certificate";
import { DialPanel } from "./dial";
import { StandingMark } from "./standing";

interface KindRowProps {
  kind: KindAutonomy;
  minutes: number | null;
  opened: boolean;
}

/** One kind of moment: where it stands, and opened its dial. The address says which one is open. */
export function KindRow({ kind, minutes, opened }: KindRowProps) {
  const { speech, navigate } = useActions();
  const { t, locale } = speech;
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (opened) requestAnimationFrame(() => row.current?.scrollIntoView({ block: "nearest" }));
  }, [opened]);
  return (
    <Disclosure
      ref={row}
      className="aut-kind"
      isExpanded={opened}
      onExpandedChange={(open) => navigate(open ? `/autonomy/${kind.kind}` : "/autonomy")}
    >
      <Heading level={3} className="aut-head">
        <Button slot="trigger" className="aut-button">
          <ChevronRight aria-hidden size={16} className="aut-arrow" />
          <span className="aut-name">{kind.title}</span>
          <StandingMark status={kind.status} />
          <span className="aut-short">{shortly(kind, speech)}</span>
          <span className="aut-turns number">
            {t("aut.turns", { n: roughly(kind.turns_per_day, locale) })}
          </span>
        </Button>
      </Heading>
      <DisclosurePanel>{opened ? <Opened kind={kind} minutes={minutes} /> : null}</DisclosurePanel>
    </Disclosure>
  );
}

/** The standing in a few words, for the closed row. */
export function shortly(kind: KindAutonomy, speech: Pick<Speech, "t" | "locale" | "n">): string {
  const { t, locale, n } = speech;
  if (kind.status === "certified" && kind.certificate) {
    return t("aut.short.certified", {
      coverage: percent(kind.certificate.coverage, locale),
      upper: percent(kind.certificate.upper, locale),
    });
  }
  if (kind.status !== "none") return t(`aut.short.${kind.status}`);
  if (typeof kind.lowest === "number") return t("aut.short.ready");
  const counts = { judged: n(kind.judged), errors: n(kind.errors) };
  return kind.needed
    ? t("aut.short.none", { ...counts, needed: n(kind.needed) })
    : t("aut.short.enough", counts);
}

function Opened({ kind, minutes }: { kind: KindAutonomy; minutes: number | null }) {
  const { t } = useSpeech();
  return (
    <div className="aut-open">
      <p className="aut-sentence">{kind.sentence}</p>
      {kind.why_not && kind.why_not !== kind.sentence ? <p>{kind.why_not}</p> : null}
      <span className="levels">
        <LevelMark level={kind.risk} label={t("measure.risk")} />
        <LevelMark level={kind.value} label={t("measure.value")} />
        <LevelMark level={kind.tier} label={t("measure.tier")} />
      </span>
      {hasDial(kind) ? (
        <div className="aut-columns">
          <DialPanel key={kind.certificate?.id ?? ""} kind={kind} minutes={minutes} />
          <CertificateFacts kind={kind} />
        </div>
      ) : null}
      <p className="aut-links">
        <Link to={`/decisions?kind=${kind.kind}`} className="link">
          {t("aut.decisions")}
        </Link>
        <Link to="/judging" className="link">
          {t("aut.judge")}
        </Link>
      </p>
    </div>
  );
}
