import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearch } from "wouter";
import type { Policies, Policy } from "../../../../shared/api";
import { useActions } from "../../actions/provider";
import { policiesQuery, policyQuery } from "../../api/queries";
import { has } from "../../model/rights";
import { Act } from "../../parts/button";
import { LeadMark } from "../../parts/marks";
import { Scroll } from "../../parts/scroll";
import { Loaded, Skeleton, State } from "../../parts/states";
import { Card, Page } from "../page";
import { KindDetails } from "./kind";
import { LoadPolicy } from "./load_policy";
import { MomentMap } from "./moment_map";
import { Versions } from "./versions";

export default function PolicyScreen({ wanted }: { wanted: string | null }) {
  const { speech } = useActions();
  const { t } = speech;
  const policies = useQuery(policiesQuery);
  return (
    <Loaded of={policies} skeleton={<Skeleton lines={8} tall />}>
      {(data) => (
        <OnePolicy
          version={wanted ?? String(data.active.version)}
          policies={data}
          title={t("pol.title")}
        />
      )}
    </Loaded>
  );
}

interface OnePolicyProps {
  version: string;
  policies: Policies;
  title: string;
}

function OnePolicy({ version, policies, title }: OnePolicyProps) {
  const { speech, me } = useActions();
  const { t } = speech;
  const policy = useQuery(policyQuery(version));
  const [loading, setLoading] = useState(false);
  const { active } = policies;
  return (
    <Page
      title={policy.data?.title ?? title}
      hint={t("pol.active", { name: active.name, version: active.version })}
      actions={
        has(me, "steward") ? <Act onPress={() => setLoading(true)}>{t("pol.load")}</Act> : null
      }
    >
      <div className="cards">
        <Loaded of={policy} skeleton={<Skeleton lines={8} tall />}>
          {(data) => <PolicyCards policy={data} />}
        </Loaded>
        <Versions policies={policies} shown={version} />
        {policy.data ? (
          <Card title={t("pol.source")} className="card-full">
            <details>
              <summary>{t("do.show")}</summary>
              <Scroll className="toml" label={t("pol.source")}>
                <pre>{policy.data.toml}</pre>
              </Scroll>
            </details>
          </Card>
        ) : null}
      </div>
      {loading ? <LoadPolicy onClose={() => setLoading(false)} /> : null}
    </Page>
  );
}

function PolicyCards({ policy }: { policy: Policy }) {
  const { speech } = useActions();
  const { t } = speech;
  // A clause that a briefing names leads here with its kind.
  const asked = new URLSearchParams(useSearch()).get("kind");
  const [chosen, choose] = useState<string | null>(asked);
  const kind = policy.kinds.find((one) => one.name === chosen) ?? null;
  return (
    <>
      <Card title={t("pol.map")} hint={t("pol.map.hint")} className="card-wide">
        <MomentMap policy={policy} chosen={chosen} onChoose={choose} />
      </Card>
      <Card title={t("pol.kind")} className="card-kind">
        {kind ? <KindDetails kind={kind} /> : <State title={t("pol.kind.none")} />}
      </Card>
      <Card title={t("pol.rules")} hint={t("pol.rules.hint")} className="card-wide">
        {policy.rules.length === 0 ? <p className="muted">{t("pol.rules.none")}</p> : null}
        <ol className="rules">
          {policy.rules.map((rule) => (
            <li key={rule.name}>
              <div className="rule-head">
                <code>{rule.name}</code>
                <LeadMark lead={rule.lead} />
              </div>
              <code className="cel">{rule.when}</code>
              <p className="muted">{rule.because}</p>
            </li>
          ))}
        </ol>
      </Card>
      <Card title={t("pol.hard")} hint={t("pol.hard.hint")}>
        <ul className="rules">
          {policy.hard_rules.map((rule) => (
            <li key={rule.name}>
              <div className="rule-head">
                <code>{rule.name}</code>
                <LeadMark lead="PERSON" />
              </div>
              <p className="muted">{rule.because}</p>
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}
