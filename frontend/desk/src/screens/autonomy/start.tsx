import type { Autonomy } from "../../../../shared/api";
import { useSpeech } from "../../i18n";
import { percent } from "../../model/figures";
import { Card, TableFrame } from "../page";

const steps = ["aut.start.1", "aut.start.2", "aut.start.3", "aut.start.4"] as const;

/** What a new company does on day one, and how long the way to the first certificates is. */
export function StartCard({ of }: { of: Autonomy["start"] }) {
  const { t, locale } = useSpeech();
  const rows = of.reviews_until_first;
  return (
    <Card title={t("aut.start")} hint={t("aut.start.hint")}>
      <ol className="aut-steps">
        {steps.map((step) => (
          <li key={step}>{t(step)}</li>
        ))}
      </ol>
      <h3 className="aut-table-title">{t("aut.start.table")}</h3>
      {rows.length === 0 ? <p className="muted">{t("aut.start.none")}</p> : null}
      {rows.length ? (
        <TableFrame label={t("aut.start.table")} className="aut-start">
          <thead>
            <tr>
              <th scope="col">{t("aut.start.error")}</th>
              <th scope="col">{t("aut.start.bound")}</th>
              <th scope="col">{t("aut.start.p50")}</th>
              <th scope="col">{t("aut.start.p90")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.error}/${row.alpha}/${row.delta}`}>
                <th scope="row" className="number">
                  {percent(row.error, locale)}
                </th>
                <td>
                  {t("aut.start.boundIs", {
                    alpha: percent(row.alpha, locale),
                    sure: percent(1 - row.delta, locale),
                  })}
                </td>
                <Reviews count={row.p50} within={row.within} />
                <Reviews count={row.p90} within={row.within} />
              </tr>
            ))}
          </tbody>
        </TableFrame>
      ) : null}
    </Card>
  );
}

/** A count of reviews, or that the simulation ended before it was reached. */
function Reviews({ count, within }: { count: number | null | undefined; within: number }) {
  const { t, n } = useSpeech();
  return (
    <td className="number">
      {typeof count === "number"
        ? t("aut.start.reviews", { n: n(count) })
        : t("aut.start.beyond", { n: n(within) })}
    </td>
  );
}
