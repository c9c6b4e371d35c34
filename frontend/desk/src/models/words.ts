import { Unreachable } from "../api/client";
import type { Speech } from "../i18n";

/** A language's name in the reader's language: "de" is German, "other" stays as it is. */
export function languageName(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: "language" }).of(code) ?? code;
  } catch {
    return code; // a code that is no language tag
  }
}

/** Why there is no translation, in words. */
export function whyNot(error: Error | null, { t }: Pick<Speech, "t">): string | null {
  if (!error) return null;
  if (error instanceof Unreachable) return t("tr.offline");
  const why = /[.!?]$/.test(error.message) ? error.message : `${error.message}.`;
  return t("tr.failed", { why });
}
