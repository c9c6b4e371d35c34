import { Fragment } from "react";
import type { Lead, Level, Policy } from "../../../../shared/api";
import { useActions } from "../../actions/provider";

const risks: readonly Level[] = ["high", "medium", "low"];
const values: readonly Level[] = ["low", "medium", "high"];
const leads: readonly Lead[] = ["AI", "REVIEW", "PERSON"];

interface MapProps {
  policy: Policy;
  chosen: string | null;
  onChoose: (kind: string) => void;
}

/** Risk upwards, value to the right: where a kind of moment lies decides who leads it. */
export function MomentMap({ policy, chosen, onChoose }: MapProps) {
  const { speech } = useActions();
  const { t } = speech;
  return (
    <>
      <Legend />
      <div className="moment-map">
        <span className="map-axis map-axis-risk">{t("measure.risk")}</span>
        {risks.map((risk) => (
          <Fragment key={risk}>
            <span className="map-side">{t(`level.${risk}`)}</span>
            {values.map((value) => (
              <Cell
                key={value}
                policy={policy}
                risk={risk}
                value={value}
                chosen={chosen}
                onChoose={onChoose}
              />
            ))}
          </Fragment>
        ))}
        <span className="map-corner" />
        {values.map((value) => (
          <span key={value} className="map-foot">
            {t(`level.${value}`)}
          </span>
        ))}
        <span className="map-axis map-axis-value">{t("measure.value")}</span>
      </div>
    </>
  );
}

function Legend() {
  const { speech } = useActions();
  return (
    <ul className="legend" aria-label={speech.t("pol.legend")}>
      {leads.map((lead) => (
        <li key={lead}>
          <LeadLetter lead={lead} /> {speech.t(`lead.${lead}.long`)}
        </li>
      ))}
    </ul>
  );
}

function LeadLetter({ lead }: { lead: Lead }) {
  const { speech } = useActions();
  return (
    <span className="lead-letter" data-lead={lead} aria-hidden="true">
      {speech.t(`lead.${lead}`).charAt(0)}
    </span>
  );
}

interface CellProps extends MapProps {
  risk: Level;
  value: Level;
}

function Cell({ policy, risk, value, chosen, onChoose }: CellProps) {
  const { speech } = useActions();
  const { t } = speech;
  const tier = policy.tiers[risk][value];
  const lead = policy.leads[tier];
  const kinds = policy.kinds.filter((kind) => kind.risk === risk && kind.value === value);
  const label = t("pol.map.cell", {
    risk: t(`level.${risk}`),
    value: t(`level.${value}`),
    tier: t(`level.${tier}`),
    lead: t(`lead.${lead}.long`),
  });
  return (
    <section className="map-cell" data-lead={lead} aria-label={label}>
      <p className="map-tier" aria-hidden="true">
        <LeadLetter lead={lead} /> {t("measure.tier")} {t(`level.${tier}`)}
      </p>
      {kinds.length === 0 ? <span className="muted">{t("pol.map.none")}</span> : null}
      <ul>
        {kinds.map((kind) => (
          <li key={kind.name}>
            <button
              type="button"
              className="kind-chip"
              data-lead={kind.lead}
              aria-pressed={kind.name === chosen}
              onClick={() => onChoose(kind.name)}
            >
              <LeadLetter lead={kind.lead} />
              <span>{kind.title}</span>
              <span className="visually-hidden">: {t(`lead.${kind.lead}.long`)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
