/**
 * A dictionary small enough to own: flat keys, `{name}` placeholders and `.one` / `.other` plurals.
 * The compiler refuses a language that lacks a key, and a test one that lacks a placeholder.
 */

export type Locale = "en" | "de";
export const locales: readonly Locale[] = ["en", "de"];

export type Area<K extends string> = Record<Locale, Record<K, string>>;
export type Vars = Record<string, string | number>;

/** One part of a product's words, with every language side by side. */
export function area<const K extends string>(
  en: Record<K, string>,
  de: Record<NoInfer<K>, string>,
): Area<K> {
  return { en, de };
}

export function fill(text: string, vars: Vars = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in vars ? String(vars[name]) : whole,
  );
}

/** The placeholders that a text names, sorted. */
export function placeholders(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "").sort();
}

/** The plural form of a count in a language: `one` or `other`. */
export function form(locale: Locale, count: number): "one" | "other" {
  return new Intl.PluralRules(locale).select(count) === "one" ? "one" : "other";
}

/** The first language of ours that the reader asks for, else English. */
export function chooseLocale(wanted: readonly string[]): Locale {
  for (const tag of wanted) {
    const found = locales.find((locale) => tag.toLowerCase().startsWith(locale));
    if (found) return found;
  }
  return "en";
}
