import { Link } from "wouter";
import type { Autonomy } from "../../../../shared/api";
import { useSpeech } from "../../i18n";
import { percent } from "../../model/figures";
import { Card } from "../page";

/** How far two people who judged the same answers agree. */
export function AgreementCard({ of }: { of: Autonomy["agreement"] }) {
  const { t, n, locale } = useSpeech();
  return (
    <Card title={t("aut.agree")}>
      <div className="aut-agree">
        <p>
          {of.pairs === 0
            ? t("aut.agree.none")
            : t("aut.agree.some", {
                pairs: n(of.pairs),
                agreed: n(of.agreed),
                share: percent(of.agreed / of.pairs, locale),
              })}
        </p>
        {typeof of.kappa === "number" ? (
          <dl className="figures">
            <div>
              <dt>{t("aut.agree.kappa")}</dt>
              <dd className="number">
                {of.kappa.toLocaleString(locale, {
                  minimumFractionDigits: 2,
                  maximumFractionDigits: 2,
                })}
              </dd>
            </div>
          </dl>
        ) : null}
        <p className="muted">{t("aut.agree.hint")}</p>
        <Link to="/judging" className="link">
          {t("aut.judge")}
        </Link>
      </div>
    </Card>
  );
}
