import { useQuery } from "@tanstack/react-query";
import { Info } from "lucide-react";
import type { Autonomy, KindAutonomy } from "../../../../shared/api";
import { keysOf } from "../../actions/actions";
import { useActions } from "../../actions/provider";
import { autonomyQuery } from "../../api/queries";
import { byUrgency, tally } from "../../model/autonomy";
import { has } from "../../model/rights";
import { ModelBudgetLine } from "../../models/budget";
import { Act } from "../../parts/button";
import { Loaded, Skeleton, State } from "../../parts/states";
import { Card, Page } from "../page";
import { AgreementCard } from "./agreement";
import { KindRow } from "./kind_row";
import { StandingMark } from "./standing";
import { StartCard } from "./start";

/** What the AI may lead alone, kind by kind, on what evidence; a steward issues and suspends. */
export default function AutonomyScreen({ opened }: { opened: string | null }) {
  const { me, speech, run } = useActions();
  const { t } = speech;
  const allowed = has(me, "steward") || has(me, "supervisor");
  const seen = useQuery({ ...autonomyQuery, enabled: allowed });
  if (!allowed) {
    return (
      <Page title={t("aut.title")}>
        <State title={t("aut.noAccess")} />
      </Page>
    );
  }
  return (
    <Page
      title={t("aut.title")}
      hint={t("aut.hint")}
      actions={
        has(me, "steward") && seen.data ? (
          <Act keys={keysOf("certify_all")} onPress={() => run("certify_all")}>
            {t("aut.issueAll")}
          </Act>
        ) : null
      }
    >
      <Loaded of={seen} skeleton={<Skeleton lines={8} tall />}>
        {(data) => <Cards of={data} opened={opened} />}
      </Loaded>
      <ModelBudgetLine />
    </Page>
  );
}

interface RowsProps {
  kinds: readonly KindAutonomy[];
  minutes: number | null;
  opened: string | null;
}

function Rows({ kinds, minutes, opened }: RowsProps) {
  return (
    <ul className="aut-kinds">
      {kinds.map((kind) => (
        <li key={kind.kind}>
          <KindRow kind={kind} minutes={minutes} opened={kind.kind === opened} />
        </li>
      ))}
    </ul>
  );
}

function Cards({ of, opened }: { of: Autonomy; opened: string | null }) {
  const { speech } = useActions();
  const { t, tn } = speech;
  const { dialled, others } = byUrgency(of.kinds);
  const rows = { minutes: of.minutes_per_person ?? null, opened };
  return (
    <div className="cards">
      <Card
        title={t("aut.kinds")}
        hint={t("aut.policy", {
          name: of.policy,
          version: of.policy_version,
          signals: of.signals_version,
        })}
        className="card-full"
      >
        {of.certificate === "advised" ? (
          <p className="aut-advised">
            <Info aria-hidden size={16} />
            <span>{t("aut.advised")}</span>
          </p>
        ) : null}
        {of.kinds.length === 0 ? <State title={t("aut.kinds.none")} /> : null}
        <ul className="aut-tally" aria-label={t("aut.tally")}>
          {tally(of.kinds).map(([status, count]) => (
            <li key={status}>
              <StandingMark status={status} /> <b className="number">{speech.n(count)}</b>
            </li>
          ))}
        </ul>
        <Rows kinds={dialled} {...rows} />
        {others.length ? (
          <details className="aut-others" open={others.some((kind) => kind.kind === opened)}>
            <summary>{tn("aut.others", others.length)}</summary>
            <Rows kinds={others} {...rows} />
          </details>
        ) : null}
      </Card>
      <StartCard of={of.start} />
      <AgreementCard of={of.agreement} />
    </div>
  );
}
