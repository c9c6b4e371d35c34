import type { Locale } from "../../../shared/i18n";

/** A share from 0 to 1 as a percentage; tenths only where they tell something, under ten percent. */
export function percent(share: number, locale: Locale): string {
  const digits = share > 0 && share < 0.0995 ? 1 : 0;
  return share.toLocaleString(locale, { style: "percent", maximumFractionDigits: digits });
}

/** A confidence from 0 to 1, with two or three decimals. */
export function confidence(value: number, locale: Locale): string {
  return value.toLocaleString(locale, { minimumFractionDigits: 2, maximumFractionDigits: 3 });
}

/** A figure with at most one decimal. */
export function roughly(value: number, locale: Locale): string {
  return value.toLocaleString(locale, { maximumFractionDigits: 1 });
}
