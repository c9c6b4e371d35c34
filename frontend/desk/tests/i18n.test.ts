import { expect, test } from "vitest";
import { chooseLocale, fill, form, locales, placeholders } from "../../shared/i18n";
import { areas, speak } from "../src/i18n";

const all = Object.entries(areas);

test.each(all)("%s: every language has the same keys, none empty", (_, words) => {
  const keys = Object.keys(words.en).sort();
  for (const locale of locales) {
    expect(Object.keys(words[locale]).sort()).toEqual(keys);
    expect(Object.entries(words[locale]).filter(([, text]) => !text.trim())).toEqual([]);
  }
});

test.each(all)("%s: every language names the same placeholders", (_, words) => {
  for (const [key, text] of Object.entries(words.en)) {
    const german = (words.de as Record<string, string>)[key] ?? "";
    expect([key, placeholders(german)]).toEqual([key, placeholders(text)]);
  }
});

test.each(all)("%s: every plural has both forms", (_, words) => {
  const keys = Object.keys(words.en);
  const stems = keys.flatMap((key) => key.match(/^(.*)\.(?:one|other)$/)?.[1] ?? []);
  for (const stem of stems)
    expect(keys).toEqual(expect.arrayContaining([`${stem}.one`, `${stem}.other`]));
});

test("no key stands in two areas", () => {
  const keys = all.flatMap(([, words]) => Object.keys(words.en));
  expect(new Set(keys).size).toBe(keys.length);
});

test("a placeholder that is not given stays visible instead of vanishing", () => {
  expect(fill("{n} of {all}", { n: 2 })).toBe("2 of {all}");
});

test("counts choose their form and are written as the language writes them", () => {
  expect(form("de", 1)).toBe("one");
  expect(speak("en").tn("list.total", 1)).toBe("1 conversation");
  expect(speak("de").tn("list.total", 3_000)).toBe("3.000 Gespräche");
});

test("the reader's languages choose ours, English where we have none", () => {
  expect(chooseLocale(["fr-FR", "de-AT", "en"])).toBe("de");
  expect(chooseLocale(["fr"])).toBe("en");
});
