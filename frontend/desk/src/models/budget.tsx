import { useQuery } from "@tanstack/react-query";
import type { ModelBudget } from "../../../shared/api";
import { useActions } from "../actions/provider";
import type { Key, Speech } from "../i18n";
import { has } from "../model/rights";
import { Loaded, Skeleton } from "../parts/states";
import { budgetQuery } from "./queries";

const purposes = new Set(["phrase", "translate", "brief"]);

/** What language models took today beside what they may, by model: for those who answer for it. */
export function ModelBudgetLine() {
  const { me, speech } = useActions();
  const allowed = has(me, "steward") || has(me, "supervisor");
  const budget = useQuery({ ...budgetQuery, enabled: allowed });
  if (!allowed) return null;
  return (
    <section className="model-budget" aria-labelledby="model-budget">
      <h2 id="model-budget">{speech.t("budget.title")}</h2>
      <Loaded of={budget} skeleton={<Skeleton lines={1} />}>
        {(data) => <Figures data={data} />}
      </Loaded>
    </section>
  );
}

function Figures({ data }: { data: ModelBudget }) {
  const { speech } = useActions();
  const { t, n } = speech;
  if (!data.model && data.by_model.length === 0) return <p>{t("budget.none")}</p>;
  return (
    <>
      <p>
        <span>{tokens(data, speech)}</span> · <span>{money(data, speech)}</span>
      </p>
      {isSpent(data) ? <p role="status">{t("budget.spent")}</p> : null}
      {data.by_model.length ? (
        <table>
          <thead>
            <tr>
              <th scope="col">{t("budget.model")}</th>
              <th scope="col">{t("budget.purpose")}</th>
              <th scope="col">{t("budget.calls")}</th>
              <th scope="col">{t("budget.failed")}</th>
              <th scope="col">{t("budget.tokensHead")}</th>
              <th scope="col">{t("budget.moneyHead")}</th>
            </tr>
          </thead>
          <tbody>
            {data.by_model.map((row) => (
              <tr key={`${row.model} ${row.purpose}`}>
                <th scope="row">{row.model}</th>
                <td>{purposeName(row.purpose, t)}</td>
                <td>{n(row.calls)}</td>
                <td>{n(row.failed)}</td>
                <td>
                  {n(row.tokens)} {row.estimated ? t("budget.estimated") : null}
                </td>
                <td>{amount(row.money, data.currency, speech.locale)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </>
  );
}

function purposeName(purpose: string, t: Speech["t"]): string {
  return purposes.has(purpose) ? t(`budget.purpose.${purpose}` as Key) : purpose;
}

function tokens({ spent, allowed }: ModelBudget, { t, n }: Speech): string {
  return allowed.tokens === null || allowed.tokens === undefined
    ? t("budget.tokens.open", { spent: n(spent.tokens) })
    : t("budget.tokens", { spent: n(spent.tokens), limit: n(allowed.tokens) });
}

function money({ spent, allowed, currency }: ModelBudget, { t, locale }: Speech): string {
  const taken = amount(spent.money, currency, locale);
  return allowed.money === null || allowed.money === undefined
    ? t("budget.money.open", { spent: taken })
    : t("budget.money", { spent: taken, limit: amount(allowed.money, currency, locale) });
}

function amount(value: number, currency: string, locale: string): string {
  const digits = { maximumFractionDigits: value < 1 ? 4 : 2 };
  return new Intl.NumberFormat(locale, { style: "currency", currency, ...digits }).format(value);
}

function isSpent({ spent, allowed }: ModelBudget): boolean {
  const over = (taken: number, most: number | null | undefined) =>
    most !== null && most !== undefined && taken >= most;
  return (
    over(spent.tokens, allowed.tokens) ||
    over(spent.money, allowed.money) ||
    over(spent.minutes, allowed.minutes)
  );
}
