import { expect, test } from "vitest";
import { slug } from "./edit";

test("a name is made of a title's letters and digits", () => {
  expect(slug("Marketing call")).toBe("marketing_call");
  expect(slug("2nd Übergabe!")).toBe("nd_ubergabe");
  expect(slug("")).toBe("");
});
