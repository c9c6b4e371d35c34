import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AcceptTime } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { took } from "../model/time";
import { Choice } from "../parts/field";
import { Loaded, Skeleton } from "../parts/states";
import { Card, TableFrame } from "../screens/page";
import { acceptTimesQuery, type Period, periods } from "./queries";

/** How long wrap-ups and drafts lay before somebody until accepted: by kind and period, of nobody in person. */
export function AcceptTimes() {
  const { speech } = useActions();
  const { t, n } = speech;
  const [period, setPeriod] = useState<Period>("30");
  const times = useQuery({ ...acceptTimesQuery(period), placeholderData: keepPreviousData });
  return (
    <Card
      title={t("acc.title")}
      hint={t("acc.hint")}
      aside={
        <Choice<Period>
          label={t("acc.period")}
          value={period}
          onChange={setPeriod}
          options={periods.map((days) => ({ value: days, label: t("acc.days", { days }) }))}
        />
      }
    >
      <Loaded of={times} skeleton={<Skeleton lines={4} />}>
        {(data) => (
          <>
            <Times title={t("acc.wrapUps")} rows={data.wrap_ups} fewest={data.fewest} />
            <Times title={t("acc.drafts")} rows={data.drafts} fewest={data.fewest} />
            <p className="muted">{t("acc.honest", { fewest: n(data.fewest) })}</p>
          </>
        )}
      </Loaded>
    </Card>
  );
}

const columns = ["kind", "accepted", "amended", "lower", "median", "upper", "before"] as const;

interface TimesProps {
  title: string;
  rows: readonly AcceptTime[];
  fewest: number;
}

function Times({ title, rows, fewest }: TimesProps) {
  const { t } = useActions().speech;
  return (
    <section className="accept-times" aria-label={title}>
      <h3>{title}</h3>
      {rows.length ? (
        <TableFrame label={title}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`acc.col.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.kind ?? "all"} of={row} fewest={fewest} />
            ))}
          </tbody>
        </TableFrame>
      ) : (
        <p className="muted">{t("acc.none")}</p>
      )}
    </section>
  );
}

function Row({ of, fewest }: { of: AcceptTime; fewest: number }) {
  const { speech } = useActions();
  const { t, n } = speech;
  const time = (seconds: number | null | undefined) =>
    seconds === null || seconds === undefined ? "–" : took(seconds, speech);
  const name = of.kind === null || of.kind === undefined ? t("acc.all") : (of.title ?? of.kind);
  return (
    <tr>
      <th scope="row">{name || t("acc.noKind")}</th>
      <td>{n(of.accepted)}</td>
      <td>{n(of.amended)}</td>
      {of.accepted < fewest ? (
        <td colSpan={3} className="muted">
          {t("acc.few")}
        </td>
      ) : (
        <>
          <td>{time(of.lower_s)}</td>
          <td>{time(of.median_s)}</td>
          <td>{time(of.upper_s)}</td>
        </>
      )}
      <td>{time(of.median_before_s)}</td>
    </tr>
  );
}
