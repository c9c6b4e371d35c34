import { expect, test } from "vitest";
import { Refused, Unreachable } from "../src/api/client";
import { speak } from "../src/i18n";
import { languageName, whyNot } from "../src/models/words";

test("a language is named in the reader's language, and what is none stays as it is", () => {
  expect(languageName("de", "en")).toBe("German");
  expect(languageName("en", "de")).toBe("Englisch");
  expect(languageName("?", "en")).toBe("?");
});

test("why there is no translation is said in words", () => {
  const en = speak("en");
  const refused = new Refused({ status: 409, detail: "figure added: 9" }, null);
  expect(whyNot(null, en)).toBeNull();
  expect(whyNot(refused, en)).toBe("No translation to show: figure added: 9. The original stands.");
  expect(whyNot(new Unreachable("x"), en)).toContain("offline");
});
