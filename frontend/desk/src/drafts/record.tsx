import { useQuery } from "@tanstack/react-query";
import type { DraftRecord } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { has } from "../model/rights";
import { day, span } from "../model/time";
import { Loaded, Skeleton, State } from "../parts/states";
import { Card, Page, TableFrame } from "../screens/page";
import { AcceptTimes } from "./accept_times";
import { draftRecordQuery } from "./queries";

/** What drafts came to, kind by kind; never person by person. */
export default function DraftRecordScreen() {
  const { me, speech } = useActions();
  const { t } = speech;
  const allowed = has(me, "steward") || has(me, "supervisor");
  const record = useQuery({ ...draftRecordQuery, enabled: allowed });
  return (
    <Page title={t("dra.record")} hint={t("dra.record.hint")}>
      {allowed ? (
        <div className="cards" data-columns="1">
          <Loaded of={record} skeleton={<Skeleton lines={6} />}>
            {(data) => <Table of={data} />}
          </Loaded>
          <AcceptTimes />
        </div>
      ) : (
        <State title={t("dra.record.noAccess")} />
      )}
    </Page>
  );
}

const columns = [
  "kind",
  "replies",
  "shown",
  "used",
  "edited",
  "distance",
  "kept",
  "with",
  "without",
];

function Table({ of }: { of: DraftRecord }) {
  const { speech } = useActions();
  const { t, n } = speech;
  const share = (value: number | null) => (value === null ? "–" : `${Math.round(value * 100)} %`);
  const time = (value: number | null) => (value === null ? "–" : span(value, speech));
  if (of.kinds.length === 0) {
    return <State title={t("dra.record.none")} text={t("dra.record.none.text")} />;
  }
  return (
    <Card
      title={t("dra.record.kinds")}
      hint={t("dra.record.since", { date: day(of.since, speech.locale) })}
    >
      <TableFrame label={t("dra.record")}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {t(`dra.col.${column}` as "dra.col.kind")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {of.kinds.map((kind) => (
            <tr key={kind.kind}>
              <th scope="row">{kind.title}</th>
              <td>{n(kind.replies)}</td>
              <td>{n(kind.shown)}</td>
              <td>{n(kind.sent + kind.edited)}</td>
              <td>{n(kind.edited)}</td>
              <td>{share(kind.distance)}</td>
              <td>{share(kind.kept)}</td>
              <td>{time(kind.seconds_with)}</td>
              <td>{time(kind.seconds_without)}</td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
      <p className="muted">
        {t("dra.record.verified", { deeds: n(of.deeds), changed: n(of.changed) })}
      </p>
      <p className="muted">{t("dra.record.honest")}</p>
    </Card>
  );
}
