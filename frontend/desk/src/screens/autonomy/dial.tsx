import { Lock } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import type { CurvePoint, KindAutonomy } from "../../../../shared/api";
import { useActions } from "../../actions/provider";
import { useSpeech } from "../../i18n";
import {
  axesOf,
  type Cost,
  costOf,
  type Dial,
  dialOf,
  nextStop,
  startOf,
} from "../../model/autonomy";
import { confidence, percent, roughly } from "../../model/figures";
import { has } from "../../model/rights";
import { span } from "../../model/time";
import { Act } from "../../parts/button";
import { Curve, type Frame, frameOf, locksOf, useWidth } from "./curve";
import { Issue } from "./issue";
import { Points } from "./points";

/** The curve of a kind and the dial on it: what the AI would lead, at which error, at whose cost. */
export function DialPanel({ kind, minutes }: { kind: KindAutonomy; minutes: number | null }) {
  const { speech, me } = useActions();
  const { t } = speech;
  const dial = dialOf(kind);
  const [wanted, want] = useState(() => startOf(dial)?.threshold ?? null);
  const [asked, ask] = useState(false);
  // After newer evidence the stop may be gone; the dial then goes to where the bound lets it begin.
  const at = dial.stops.find((stop) => stop.threshold === wanted) ?? startOf(dial);
  if (dial.points.length === 0) return <p className="muted">{t("aut.curve.few")}</p>;
  return (
    <div className="aut-dial">
      <Figure kind={kind} dial={dial} at={at} onMove={(stop) => want(stop.threshold)} />
      {at ? <CostWords of={costOf(kind, dial.now, at, minutes)} /> : null}
      {at && has(me, "steward") ? (
        <div className="aut-issue">
          <Act look="primary" onPress={() => ask(true)}>
            {t(kind.certificate ? "aut.issue.again" : "aut.issue")}
          </Act>
          <span className="muted">{t("aut.dial.try")}</span>
        </div>
      ) : null}
      <Points kind={kind} dial={dial} />
      {asked && at ? <Issue kind={kind} at={at} onClose={() => ask(false)} /> : null}
    </div>
  );
}

interface FigureProps {
  kind: KindAutonomy;
  dial: Dial;
  at: CurvePoint | null;
  onMove: (stop: CurvePoint) => void;
}

function Figure({ kind, dial, at, onMove }: FigureProps) {
  const { t, locale } = useSpeech();
  const [box, width] = useWidth();
  const lockId = useId();
  const alpha = kind.alpha ?? 0;
  const axes = axesOf(dial.points, alpha);
  const frame = frameOf(width, axes);
  const lowest = dial.stops[0];
  const top = dial.stops.at(-1);
  const limit = percent(alpha, locale);
  return (
    <div className="aut-figure" ref={box}>
      {width > 0 ? (
        <>
          <Curve title={kind.title} dial={dial} at={at} alpha={alpha} axes={axes} frame={frame} />
          <div className="aut-track" style={{ marginLeft: frame.left, width: frame.plotWidth }}>
            {locksOf(dial, frame).map(([from, to]) => (
              <span
                key={from}
                className="aut-locked"
                style={{ left: from - frame.left, width: to - from }}
              />
            ))}
            {lowest && at && dial.stops.length > 1 ? (
              <Slider stops={dial.stops} at={at} frame={frame} lockId={lockId} onMove={onMove} />
            ) : null}
          </div>
        </>
      ) : null}
      {at ? <output className="aut-value">{valueWords(at, t, locale)}</output> : null}
      <p className="aut-lock" id={lockId}>
        <Lock aria-hidden size={14} />
        <span>
          {lowest
            ? t(lowest === dial.points[0] ? "aut.dial.lockUnseen" : "aut.dial.lock", {
                threshold: confidence(lowest.threshold, locale),
                alpha: limit,
              })
            : t("aut.dial.lockAll", { alpha: limit })}
          {top && top !== dial.points.at(-1) && dial.stops.length > 1
            ? ` ${t("aut.dial.lockTop", { threshold: confidence(top.threshold, locale) })}`
            : null}
          {dial.stops.length === 1 && dial.points.length > 1 ? ` ${t("aut.dial.only")}` : null}
        </span>
      </p>
    </div>
  );
}

type Words = ReturnType<typeof useSpeech>;

function valueWords(at: CurvePoint, t: Words["t"], locale: Words["locale"]): string {
  return t("aut.dial.value", {
    threshold: confidence(at.threshold, locale),
    coverage: percent(at.coverage, locale),
    risk: percent(at.risk, locale),
    upper: percent(at.upper, locale),
  });
}

interface SliderProps {
  stops: readonly CurvePoint[];
  at: CurvePoint;
  frame: Frame;
  lockId: string;
  onMove: (stop: CurvePoint) => void;
}

const pageStops = 5;
/** Half a thumb: the browser keeps the thumb inside the input, which must reach past the scale's ends. */
const thumbPx = 9;

/**
 * A native range, which every assistive technology can move. Its keys go from stop to stop, since
 * measured thresholds are not evenly spaced.
 */
function Slider({ stops, at, frame, lockId, onMove }: SliderProps) {
  const { t, locale } = useSpeech();
  const index = stops.indexOf(at);
  const first = stops[0] ?? at;
  const last = stops.at(-1) ?? at;
  const onKeyDown = (event: KeyboardEvent) => {
    const to = keyTarget(event.key, index, stops.length);
    if (to === null) return;
    event.preventDefault();
    onMove(stops[Math.min(stops.length - 1, Math.max(0, to))] ?? at);
  };
  return (
    <input
      type="range"
      className="aut-slider"
      aria-label={t("aut.dial")}
      aria-valuetext={valueWords(at, t, locale)}
      aria-describedby={lockId}
      min={first.threshold}
      max={last.threshold}
      step="any"
      value={at.threshold}
      style={{
        left: frame.x(first.threshold) - frame.left - thumbPx,
        width: frame.x(last.threshold) - frame.x(first.threshold) + 2 * thumbPx,
      }}
      onKeyDown={onKeyDown}
      onChange={(event) => onMove(nextStop(stops, at, Number(event.target.value)))}
    />
  );
}

function keyTarget(key: string, index: number, count: number): number | null {
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return index + 1;
    case "ArrowLeft":
    case "ArrowDown":
      return index - 1;
    case "PageUp":
      return index + pageStops;
    case "PageDown":
      return index - pageStops;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}

function CostWords({ of }: { of: Cost }) {
  const speech = useSpeech();
  const { t, locale } = speech;
  const turns = roughly(of.turns, locale);
  const change = percent(Math.abs(of.change), locale);
  const time = (minutes: number) => span(minutes * 60, speech);
  const figures = { turns, change, minutes: roughly(of.minutes ?? 0, locale) };
  const still = Math.abs(of.change) < 0.0005;
  const words =
    of.minutesADay === null || of.sparedADay === null
      ? t("aut.cost.unmeasured", { turns, change })
      : still
        ? t("aut.cost.same", { time: time(of.sparedADay) })
        : t(of.change < 0 ? "aut.cost.more" : "aut.cost.less", {
            ...figures,
            time: time(of.minutesADay),
          });
  return (
    <div className="aut-cost">
      <h4>{t("aut.cost")}</h4>
      <p aria-live="polite">{words}</p>
      <p className="muted">{t("aut.cost.formula")}</p>
    </div>
  );
}
