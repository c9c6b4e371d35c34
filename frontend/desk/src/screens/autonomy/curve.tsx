import { type RefObject, useId, useLayoutEffect, useRef, useState } from "react";
import type { CurvePoint } from "../../../../shared/api";
import { useSpeech } from "../../i18n";
import { type Axes, type Dial, ticks } from "../../model/autonomy";
import { percent } from "../../model/figures";

/** The width of a box in pixels, kept up to date; 0 until it is measured. */
export function useWidth(): [RefObject<HTMLDivElement | null>, number] {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setWidth(Math.floor(element.clientWidth));
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return [box, width];
}

const left = 44;
const right = 12;
const top = 22;
const errorHeight = 150;
const between = 34;
const coverageHeight = 84;
const foot = 38;

/** Where the values of one curve lie on the page, in pixels. */
export interface Frame {
  left: number;
  width: number;
  height: number;
  plotWidth: number;
  x: (threshold: number) => number;
  error: (share: number) => number;
  coverage: (share: number) => number;
}

export function frameOf(width: number, axes: Axes): Frame {
  const plotWidth = Math.max(80, width - left - right);
  const coverageTop = top + errorHeight + between;
  return {
    left,
    width,
    height: coverageTop + coverageHeight + foot,
    plotWidth,
    x: (threshold) => left + ((threshold - axes.from) / (1 - axes.from)) * plotWidth,
    error: (share) => top + errorHeight * (1 - Math.min(1, share / axes.top)),
    coverage: (share) => coverageTop + coverageHeight * (1 - share),
  };
}

interface CurveProps {
  title: string;
  dial: Dial;
  at: CurvePoint | null;
  alpha: number;
  axes: Axes;
  frame: Frame;
}

/**
 * Error with its bound, and coverage, over the confidence threshold. Two plots over one scale: two
 * scales in one plot would let their crossing look like news.
 */
export function Curve({ title, dial, at, alpha, axes, frame }: CurveProps) {
  const { t, locale } = useSpeech();
  const { points } = dial;
  const risk = points.map((one): Spot => [frame.x(one.threshold), frame.error(one.risk)]);
  const upper = points.map((one): Spot => [frame.x(one.threshold), frame.error(one.upper)]);
  const share = points.map((one): Spot => [frame.x(one.threshold), frame.coverage(one.coverage)]);
  const limit = frame.error(alpha);
  return (
    <figure className="aut-curve">
      <svg
        role="img"
        aria-label={`${t("aut.curve", { kind: title })}. ${t("aut.curve.summary")}`}
        width={frame.width}
        height={frame.height}
      >
        <Locked of={locksOf(dial, frame)} frame={frame} word={t("aut.curve.locked")} />
        <Scales axes={axes} frame={frame} locale={locale} />
        <text className="curve-axis" x={left + frame.plotWidth} y={frame.height - 3}>
          {t("aut.curve.x")}
        </text>
        <path className="curve-band" d={band(upper, risk)} />
        <line className="curve-alpha" x1={left} x2={left + frame.plotWidth} y1={limit} y2={limit} />
        <path className="curve-upper" d={path(upper)} />
        <path className="curve-risk" d={path(risk)} />
        <path className="curve-share" d={path(share)} />
        {dial.now ? <Plumb at={dial.now} frame={frame} className="curve-now" /> : null}
        {at ? (
          <>
            <Plumb at={at} frame={frame} className="curve-at" />
            <circle
              className="curve-dot"
              cx={frame.x(at.threshold)}
              cy={frame.error(at.risk)}
              r={4}
            />
            <circle
              className="curve-dot"
              cx={frame.x(at.threshold)}
              cy={frame.coverage(at.coverage)}
              r={4}
            />
          </>
        ) : null}
        <text className="curve-title" x={left} y={14}>
          {t("aut.curve.error")}
        </text>
        <text className="curve-title" x={left} y={frame.coverage(1) - 10}>
          {t("aut.curve.coverage")}
        </text>
      </svg>
      <figcaption>
        <Key line="upper" words={t("aut.curve.upper")} />
        <Key line="risk" words={t("aut.curve.risk")} />
        <Key line="alpha" words={t("aut.curve.alpha", { alpha: percent(alpha, locale) })} />
        <Key line="share" words={t("aut.curve.lead")} />
      </figcaption>
    </figure>
  );
}

function Key({ line, words }: { line: "risk" | "upper" | "alpha" | "share"; words: string }) {
  return (
    <span className="curve-key">
      <svg width={22} height={8} aria-hidden="true">
        <line className={`curve-${line}`} x1={0} x2={22} y1={4} y2={4} />
      </svg>
      {words}
    </span>
  );
}

/** Where the dial may not stand, from left to right in pixels. */
export function locksOf(dial: Dial, frame: Frame): [from: number, to: number][] {
  const end = left + frame.plotWidth;
  const lowest = dial.stops[0];
  const highest = dial.stops.at(-1);
  if (!lowest || !highest) return [[left, end]];
  const below: [number, number] = [left, frame.x(lowest.threshold)];
  const above: [number, number] = [frame.x(highest.threshold), end];
  return highest === dial.points.at(-1) ? [below] : [below, above];
}

const wordNeeds = 64;

interface LockedProps {
  of: readonly [from: number, to: number][];
  frame: Frame;
  word: string;
}

function Locked({ of, frame, word }: LockedProps) {
  const pattern = useId();
  const fill = `url(#${pattern})`;
  return (
    <>
      <defs>
        <pattern
          id={pattern}
          width={7}
          height={7}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <line className="curve-hatch" x1={0} x2={0} y1={0} y2={7} />
        </pattern>
      </defs>
      {of.map(([from, to]) => (
        <g key={from}>
          <rect x={from} y={top} width={to - from} height={errorHeight} fill={fill} />
          <rect
            x={from}
            y={frame.coverage(1)}
            width={to - from}
            height={coverageHeight}
            fill={fill}
          />
          {to - from > wordNeeds ? (
            <text className="curve-lock" x={(from + to) / 2} y={top + errorHeight - 8}>
              {word}
            </text>
          ) : null}
        </g>
      ))}
    </>
  );
}

function Scales({ axes, frame, locale }: { axes: Axes; frame: Frame; locale: "en" | "de" }) {
  const across = { x1: left, x2: left + frame.plotWidth };
  const base = frame.coverage(0);
  return (
    <g>
      {ticks(0, axes.top).map((share) => (
        <g key={share}>
          <line
            className="curve-grid"
            {...across}
            y1={frame.error(share)}
            y2={frame.error(share)}
          />
          <text className="curve-tick" x={left - 6} y={frame.error(share) + 4} textAnchor="end">
            {percent(share, locale)}
          </text>
        </g>
      ))}
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <line
            className="curve-grid"
            {...across}
            y1={frame.coverage(share)}
            y2={frame.coverage(share)}
          />
          <text className="curve-tick" x={left - 6} y={frame.coverage(share) + 4} textAnchor="end">
            {percent(share, locale)}
          </text>
        </g>
      ))}
      {ticks(axes.from, 1).map((threshold) => (
        <text
          key={threshold}
          className="curve-tick"
          x={frame.x(threshold)}
          y={base + 18}
          textAnchor="middle"
        >
          {threshold.toLocaleString(locale, { maximumFractionDigits: 2, minimumFractionDigits: 1 })}
        </text>
      ))}
    </g>
  );
}

function Plumb({ at, frame, className }: { at: CurvePoint; frame: Frame; className: string }) {
  const x = frame.x(at.threshold);
  return <line className={className} x1={x} x2={x} y1={top} y2={frame.coverage(0)} />;
}

type Spot = [x: number, y: number];

function path(spots: readonly Spot[]): string {
  const [first, ...rest] = spots;
  if (!first) return "";
  // A single point would draw nothing; a stroke of one pixel with round ends is a dot.
  const tail = rest.length ? rest : [[first[0] + 0.5, first[1]] as Spot];
  return `M${first.join(" ")}${tail.map((spot) => `L${spot.join(" ")}`).join("")}`;
}

function band(upper: readonly Spot[], lower: readonly Spot[]): string {
  return upper.length > 1 ? `${path(upper)}${path([...lower].reverse()).replace("M", "L")}Z` : "";
}
