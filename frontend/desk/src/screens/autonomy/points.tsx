import type { CurvePoint, KindAutonomy } from "../../../../shared/api";
import { useSpeech } from "../../i18n";
import type { Dial } from "../../model/autonomy";
import { confidence, percent } from "../../model/figures";
import { TableFrame } from "../page";

/** The curve point by point, for whoever reads numbers rather than lines. */
export function Points({ kind, dial }: { kind: KindAutonomy; dial: Dial }) {
  const { t, n, locale } = useSpeech();
  const stateOf = (point: CurvePoint) => {
    if (point.threshold === dial.now?.threshold) return t("aut.points.here");
    return t(dial.stops.includes(point) ? "aut.points.free" : "aut.points.locked");
  };
  return (
    <details className="aut-points">
      <summary>{t("aut.points.show")}</summary>
      <TableFrame label={`${t("aut.points")}: ${kind.title}`}>
        <thead>
          <tr>
            <th scope="col">{t("aut.points.threshold")}</th>
            <th scope="col">{t("aut.points.coverage")}</th>
            <th scope="col">{t("aut.points.judged")}</th>
            <th scope="col">{t("aut.points.errors")}</th>
            <th scope="col">{t("aut.points.risk")}</th>
            <th scope="col">{t("aut.points.upper")}</th>
            <th scope="col">{t("aut.points.dial")}</th>
          </tr>
        </thead>
        <tbody className="number">
          {dial.points.map((point) => (
            <tr key={point.threshold}>
              <th scope="row">{confidence(point.threshold, locale)}</th>
              <td>{percent(point.coverage, locale)}</td>
              <td>{n(point.judged)}</td>
              <td>{n(point.errors)}</td>
              <td>{percent(point.risk, locale)}</td>
              <td>{percent(point.upper, locale)}</td>
              <td>{stateOf(point)}</td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
    </details>
  );
}
