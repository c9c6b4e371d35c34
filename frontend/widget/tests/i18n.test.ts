import { expect, test } from "vitest";
import { LANGUAGES, languageOf, localeFor, type Texts, textsFor } from "../src/i18n";
import { Times } from "../src/i18n/times";

const SAMPLES = [1, 2];

/** Every sentence that a language can say, with each of its functions tried. */
function sentences(texts: Texts): [string, string][] {
  return Object.entries(texts).flatMap(([key, text]): [string, string][] => {
    if (typeof text === "string") return [[key, text]];
    const say = text as (...words: unknown[]) => string;
    return SAMPLES.map((sample) => [key, say(sample, sample + 1)]);
  });
}

const keys = (texts: Texts) => Object.keys(texts).sort();

test.each(Object.keys(LANGUAGES))("%s says everything that English says", (language) => {
  const texts = textsFor(language);
  expect(keys(texts)).toEqual(keys(textsFor("en")));
  for (const [key, text] of sentences(texts)) {
    expect(text.trim(), key).not.toBe("");
    expect(text, key).not.toMatch(/undefined|null|NaN|\{|\}/);
  }
});

test.each(["de", "es"])("%s is translated", (language) => {
  const english = new Map(sentences(textsFor("en")));
  const same = sentences(textsFor(language)).filter(
    ([key, text]) => english.get(key) === text && /\p{L}{3,} \p{L}/u.test(text),
  );
  expect(same).toEqual([]);
});

test("a locale gives its language, an unknown one English", () => {
  expect(["de-AT", "ES_mx", "en", "fr", ""].map(languageOf)).toEqual([
    "de",
    "es",
    "en",
    "en",
    "en",
  ]);
});

test("the page's variant of a language is kept, and every locale is well-formed", () => {
  expect(["de_AT", "es-MX", "en", "fr-CH", "english please", ""].map(localeFor)).toEqual([
    "de-AT",
    "es-MX",
    "en",
    "en",
    "en",
    "en",
  ]);
});

test("numbers of one are singular", () => {
  expect(textsFor("en").tooLong(1)).toContain("1 character");
  expect(textsFor("en").tooLong(1)).not.toContain("characters");
  expect(textsFor("es").left(1)).toContain("1 carácter");
});

test("days and moments in the reader's time zone", () => {
  const now = new Date("2026-03-02T23:30:00Z");
  const times = new Times("en-GB", textsFor("en"), "Europe/Berlin");
  expect(times.day("2026-03-03T01:00:00Z", now)).toBe("Today");
  expect(times.day("2026-03-02T12:00:00Z", now)).toBe("Yesterday");
  expect(times.day("2026-03-04T12:00:00Z", now)).toBe("Tomorrow");
  expect(times.day("2026-02-20T12:00:00Z", now)).toMatch(/Friday.* 20 February/);
  expect(times.moment("2026-03-03T08:15:00Z", now)).toBe("09:15");
  expect(times.moment("2026-03-05T08:15:00Z", now)).toMatch(/Thursday.*5 Mar.*09:15/);
  expect(times.clock("nonsense")).toBe("");
});
