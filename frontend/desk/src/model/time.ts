import type { Locale, Vars } from "../../../shared/i18n";
import type { Key, PluralKey } from "../i18n";

export interface Say {
  t: (key: Key, vars?: Vars) => string;
  tn: (stem: PluralKey, count: number, vars?: Vars) => string;
}

/** A span of seconds in the few words that matter: "40 s", "12 min", "2 h 5 min", "3 days". */
export function span(seconds: number, { t, tn }: Say): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return t("time.seconds", { n: whole });
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return t("time.minutes", { n: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return t("time.hours", { h: hours, m: minutes % 60 });
  return tn("time.days", Math.floor(hours / 24));
}

/** A short time in seconds with one decimal below ten, else as a span. */
export function took(seconds: number, say: Say & { n: (value: number) => string }): string {
  return seconds < 10
    ? say.t("time.seconds", { n: say.n(Math.round(seconds * 10) / 10) })
    : span(seconds, say);
}

export function ago(time: string, now: number, say: Say): string {
  const seconds = (now - Date.parse(time)) / 1000;
  return seconds < 45 ? say.t("time.now") : say.t("time.ago", { span: span(seconds, say) });
}

/** The reader's own region of a language we speak: 24-hour or 12-hour clocks are theirs to choose. */
function region(locale: Locale): string {
  const own = globalThis.navigator?.languages?.find((tag) => tag.startsWith(`${locale}-`));
  return own ?? (locale === "en" ? "en-GB" : locale);
}

export function clock(time: string, locale: Locale): string {
  return new Intl.DateTimeFormat(region(locale), { hour: "2-digit", minute: "2-digit" }).format(
    new Date(time),
  );
}

export function dayAndClock(time: string, locale: Locale): string {
  const format = new Intl.DateTimeFormat(region(locale), {
    dateStyle: "medium",
    timeStyle: "short",
  });
  return format.format(new Date(time));
}

export function day(time: string, locale: Locale): string {
  return new Intl.DateTimeFormat(region(locale), { dateStyle: "medium" }).format(new Date(time));
}
