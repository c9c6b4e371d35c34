import { de } from "./de";
import { en, type Texts } from "./en";
import { es } from "./es";

export type { Texts };

export const LANGUAGES: Readonly<Record<string, Texts>> = { en, de, es };

/** The two-letter language that the widget speaks for a locale such as "de-AT"; else English. */
export function languageOf(locale: string): string {
  const language = locale.toLowerCase().split(/[-_]/)[0] ?? "";
  return language in LANGUAGES ? language : "en";
}

/** The page's own variant ("de-AT") when the widget speaks its language, so that dates fit it. */
export function localeFor(locale: string): string {
  const language = languageOf(locale);
  try {
    const wanted = Intl.getCanonicalLocales(locale.replace("_", "-"))[0] ?? language;
    return wanted.toLowerCase().split("-")[0] === language ? wanted : language;
  } catch {
    return language;
  }
}

export function textsFor(locale: string): Texts {
  return LANGUAGES[languageOf(locale)] ?? en;
}
