import type { MoodPoint } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { height, path, place, width } from "./mood_plot";

/** How the customer sounded from message to message; every value can be read without seeing the curve. */
export function MoodCurve({ mood }: { mood: readonly MoodPoint[] }) {
  const { speech, ui } = useActions();
  const { t } = speech;
  if (mood.length < 2) return null;
  const name = (point: MoodPoint) =>
    t("brief.mood.point", {
      seq: point.seq,
      value: point.sentiment.toLocaleString(speech.locale, { maximumFractionDigits: 2 }),
      turn: point.turning ? t(`brief.mood.${point.turning}`) : "",
    }).trim();
  return (
    <div className="mood">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={t("brief.mood.label", { n: mood.length })}
      >
        <line x1="0" x2={width} y1={height / 2} y2={height / 2} className="mood-zero" />
        <path d={path(mood)} className="mood-line" />
        {mood.map((point, index) => (
          <circle
            key={point.seq}
            {...place(point.sentiment, index, mood.length)}
            r={point.turning ? 4.5 : 2.5}
            className="mood-point"
            data-turning={point.turning ?? undefined}
          >
            <title>{name(point)}</title>
          </circle>
        ))}
      </svg>
      <details>
        <summary>{t("brief.mood.values")}</summary>
        <ol>
          {mood.map((point) => (
            <li key={point.seq}>
              <button
                type="button"
                className="source"
                onClick={() => ui.handles.current.conversation?.goTo(point.seq)}
              >
                {name(point)}
              </button>
            </li>
          ))}
        </ol>
      </details>
    </div>
  );
}
