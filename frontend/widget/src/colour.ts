/** The company's colour, made legible: everything that is drawn with it has a contrast of 4.5. */
export interface Palette {
  /** The colour as the company gave it, for filled surfaces. */
  fill: string;
  /** Text on the fill. */
  onFill: string;
  /** The colour as text or as an outline on a light and on a dark surface. */
  onLight: string;
  onDark: string;
}

type Rgb = readonly [number, number, number];

export const DEFAULT_ACCENT = "#0f5f6b";
/** The least favourable surfaces of each theme: a hovered row. */
const LIGHT_SURFACE: Rgb = [236, 238, 236];
const DARK_SURFACE: Rgb = [46, 56, 60];
const WHITE: Rgb = [255, 255, 255];
const INK: Rgb = [16, 22, 24];
/** WCAG 2.2, success criterion 1.4.3. */
const ENOUGH = 4.5;
/** On dark surfaces a colour that is just legible looks dull. */
const BRIGHT = 6;

/** A palette from "#rgb" or "#rrggbb"; anything else gives the default colour's. */
export function paletteFrom(accent: string | null | undefined): Palette {
  const given = rgbOf(accent ?? "") ?? rgbOf(DEFAULT_ACCENT) ?? INK;
  const onFill = contrast(WHITE, given) >= ENOUGH ? WHITE : INK;
  // A middle grey-like colour may suit neither: move it away from its text until it does.
  const fill = moved(given, onFill, onFill === WHITE ? INK : WHITE);
  return {
    fill: hex(fill),
    onFill: hex(onFill),
    onLight: hex(moved(given, LIGHT_SURFACE, INK)),
    onDark: hex(moved(given, DARK_SURFACE, WHITE, BRIGHT)),
  };
}

function rgbOf(text: string): Rgb | null {
  const match = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim());
  if (!match?.[1]) return null;
  const long = match[1].length === 3 ? match[1].replace(/./g, "$&$&") : match[1];
  const value = Number.parseInt(long, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function moved(colour: Rgb, against: Rgb, towards: Rgb, ratio = ENOUGH): Rgb {
  for (let share = 0; share < 1; share += 0.04) {
    const tried = mix(colour, towards, share);
    if (contrast(tried, against) >= ratio) return tried;
  }
  return towards;
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const part = (index: 0 | 1 | 2) => Math.round(a[index] + (b[index] - a[index]) * share);
  return [part(0), part(1), part(2)];
}

/** Contrast ratio after WCAG 2.2, from 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function hex(colour: Rgb): string {
  return `#${colour.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}
