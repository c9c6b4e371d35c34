import { Link } from "wouter";
import type { PolicyKind } from "../../../../shared/api";
import { useActions } from "../../actions/provider";
import { LeadMark, LevelMark } from "../../parts/marks";
import { Fact } from "../workspace/why";

export function KindDetails({ kind }: { kind: PolicyKind }) {
  const { speech } = useActions();
  const { t } = speech;
  return (
    <div className="kind-details" aria-live="polite">
      <h3>{kind.title}</h3>
      <p>
        <LeadMark lead={kind.lead} long />
      </p>
      <dl className="facts">
        <Fact name={t("pol.kind.name")}>
          <code>{kind.name}</code>
        </Fact>
        <Fact name={t("why.moment")}>
          <span className="levels">
            <LevelMark level={kind.risk} label={t("measure.risk")} />
            <LevelMark level={kind.value} label={t("measure.value")} />
            <LevelMark level={kind.tier} label={t("measure.tier")} />
          </span>
        </Fact>
        <Fact name={t("pol.kind.ai")}>
          {t(kind.ai_may_answer ? "pol.kind.yes" : "pol.kind.no")}
        </Fact>
        {kind.clause ? <Fact name={t("pol.kind.clause")}>{kind.clause}</Fact> : null}
        {kind.guidance ? <Fact name={t("pol.kind.guidance")}>{kind.guidance}</Fact> : null}
        {kind.hard_rule ? (
          <Fact name={t("pol.kind.hard")}>
            <code>{kind.hard_rule}</code>
          </Fact>
        ) : null}
        <Fact name={t("pol.kind.examples")}>{kind.examples}</Fact>
        {typeof kind.accuracy === "number" ? (
          <Fact name={t("pol.kind.accuracy")}>{Math.round(kind.accuracy * 100)}%</Fact>
        ) : null}
      </dl>
      <Link to={`/decisions?kind=${kind.name}`} className="link">
        {t("pol.kind.decisions")}
      </Link>
    </div>
  );
}
