import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { Lead, Row, StaffLoad, Supervision } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { useNow } from "../api/clock";
import { supervisionQuery } from "../api/queries";
import { has } from "../model/rights";
import { waitedSeconds } from "../model/sla";
import { dayAndClock, span } from "../model/time";
import { Act } from "../parts/button";
import { LeadMark, SlaBadge } from "../parts/marks";
import { Loaded, Skeleton, State } from "../parts/states";
import { Card, Page, TableFrame } from "./page";

const leads: readonly Lead[] = ["AI", "REVIEW", "PERSON"];

export default function SupervisionScreen() {
  const { me, speech } = useActions();
  const { t } = speech;
  const allowed = has(me, "supervisor");
  const seen = useQuery({ ...supervisionQuery, enabled: allowed });
  return (
    <Page title={t("sup.title")}>
      {allowed ? (
        <Loaded of={seen} skeleton={<Skeleton lines={8} tall />}>
          {(data) => (
            <div className="cards">
              <LeadsCard data={data} />
              <SwitchCard />
              <WaitingCard data={data} />
              <TodayCard data={data} />
              <StaffCard staff={data.staff} />
            </div>
          )}
        </Loaded>
      ) : (
        <State title={t("sup.noAccess")} />
      )}
    </Page>
  );
}

function LeadsCard({ data }: { data: Supervision }) {
  const { speech } = useActions();
  const { t } = speech;
  const all = leads.reduce((sum, lead) => sum + data.leads[lead], 0);
  return (
    <Card title={t("sup.leads")} className="card-wide">
      <div className="leads">
        {leads.map((lead) => (
          <div key={lead} className="lead-number" data-lead={lead}>
            <span className="figure">{speech.n(data.leads[lead])}</span>
            <LeadMark lead={lead} long />
            <small className="muted">
              {t("sup.conversations", { n: speech.n(data.leads[lead]), all: speech.n(all) })}
            </small>
          </div>
        ))}
      </div>
      <div className="lead-bar" role="img" aria-label={t("sup.distribution")}>
        {leads.map((lead) =>
          data.leads[lead] ? (
            <i key={lead} data-lead={lead} style={{ flexGrow: data.leads[lead] }} />
          ) : null,
        )}
      </div>
    </Card>
  );
}

function SwitchCard() {
  const { desk, ui, speech } = useActions();
  const { t, locale } = speech;
  const ai = desk?.ai;
  const stopped = Boolean(ai?.stopped_at);
  return (
    <Card title={t("sup.switch")} className={stopped ? "card-stopped" : ""}>
      <p className="switch-state">
        <i className="lamp" data-on={!stopped} aria-hidden="true" />
        <b>{t(stopped ? "sup.stopped" : "sup.running")}</b>
      </p>
      {stopped && ai?.stopped_at ? (
        <p>
          {t("stopped.by", { name: ai.stopped_by ?? "", time: dayAndClock(ai.stopped_at, locale) })}{" "}
          {ai.reason ? t("stopped.reason", { reason: ai.reason }) : null}
        </p>
      ) : (
        <p className="muted">{t("sup.running.hint")}</p>
      )}
      {stopped ? (
        <Act look="primary" onPress={() => ui.openDialog("start_ai")}>
          {t("sup.start")}
        </Act>
      ) : (
        <Act look="danger" onPress={() => ui.openDialog("stop_ai")}>
          {t("sup.stop")}
        </Act>
      )}
    </Card>
  );
}

function WaitingCard({ data }: { data: Supervision }) {
  const { speech } = useActions();
  const { t } = speech;
  const longest = data.longest_wait_s;
  return (
    <Card
      title={t("sup.waiting")}
      className="card-wide"
      aside={
        longest && data.waiting.length ? (
          <span className="muted">
            {t("sup.longest")}: <b className="number">{span(longest, speech)}</b>
          </span>
        ) : null
      }
    >
      {data.waiting.length === 0 ? (
        <State title={t("sup.waiting.none")} />
      ) : (
        <TableFrame label={t("sup.waiting")}>
          <thead>
            <tr>
              <th scope="col">{t("sup.col.customer")}</th>
              <th scope="col">{t("sup.col.kind")}</th>
              <th scope="col">{t("sup.col.wait")}</th>
              <th scope="col">{t("sup.col.sla")}</th>
              <th scope="col">{t("sup.col.with")}</th>
              <th scope="col">
                <span className="visually-hidden">{t("sup.col.do")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.waiting.map((row) => (
              <WaitingRow key={row.id} row={row} />
            ))}
          </tbody>
        </TableFrame>
      )}
    </Card>
  );
}

function WaitingRow({ row }: { row: Row }) {
  const { speech, verbs } = useActions();
  const { t } = speech;
  const waited = waitedSeconds(row, useNow());
  return (
    <tr>
      <th scope="row">
        <Link to={`/queue/${row.id}`} className="link">
          {row.customer.name ?? t("row.anonymous")}
        </Link>
      </th>
      <td>{row.kind_title ?? t("row.unknownKind")}</td>
      <td className="number">{waited === null ? "–" : span(waited, speech)}</td>
      <td>
        <SlaBadge row={row} />
      </td>
      <td>{row.handoff?.offered_to?.name ?? <span className="muted">{t("sup.nobody")}</span>}</td>
      <td className="cell-do">
        <Act
          aria-label={`${t("act.takeOver")}: ${row.customer.name ?? t("row.anonymous")}`}
          onPress={() => void verbs.takeOver(row.id)}
        >
          {t("act.takeOver")}
        </Act>
      </td>
    </tr>
  );
}

function TodayCard({ data }: { data: Supervision }) {
  const { speech } = useActions();
  const { t } = speech;
  const { today } = data;
  const wait = (seconds: number | null) => (seconds === null ? "–" : span(seconds, speech));
  const figures: [string, string | number][] = [
    [t("sup.turns"), today.turns],
    [t("lead.AI.long"), today.ai],
    [t("lead.REVIEW.long"), today.review],
    [t("lead.PERSON.long"), today.person],
    [t("sup.handoffs"), today.handoffs],
    [t("sup.p50"), wait(today.p50_wait_s)],
    [t("sup.p90"), wait(today.p90_wait_s)],
  ];
  return (
    <Card title={t("sup.today")}>
      <dl className="figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="number">{typeof value === "number" ? speech.n(value) : value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function StaffCard({ staff }: { staff: StaffLoad[] }) {
  const { speech } = useActions();
  const { t } = speech;
  return (
    <Card title={t("sup.staff")} className="card-full">
      {staff.length === 0 ? (
        <State title={t("sup.staff.none")} />
      ) : (
        <TableFrame label={t("sup.staff")}>
          <thead>
            <tr>
              <th scope="col">{t("sup.col.name")}</th>
              <th scope="col">{t("sup.col.presence")}</th>
              <th scope="col">{t("sup.col.load")}</th>
              <th scope="col">{t("sup.col.skills")}</th>
            </tr>
          </thead>
          <tbody>
            {staff.map((one) => (
              <tr key={one.id}>
                <th scope="row">{one.name}</th>
                <td>
                  <i className="lamp" data-on={one.presence === "available"} aria-hidden="true" />{" "}
                  {t(one.presence === "available" ? "me.available" : "me.away")}
                </td>
                <td>
                  <Load of={one} />
                </td>
                <td className="muted">{one.skills.join(", ") || "–"}</td>
              </tr>
            ))}
          </tbody>
        </TableFrame>
      )}
    </Card>
  );
}

function Load({ of }: { of: StaffLoad }) {
  const { speech } = useActions();
  return (
    <span className="load">
      <span className="bar" aria-hidden="true">
        <i
          data-full={of.load >= of.capacity || undefined}
          style={{ width: `${Math.min(100, (of.load / Math.max(1, of.capacity)) * 100)}%` }}
        />
      </span>
      <span className="number">{speech.t("sup.load", { n: of.load, capacity: of.capacity })}</span>
    </span>
  );
}
