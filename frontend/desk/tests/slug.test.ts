import { expect, test } from "vitest";
import { slug } from "../src/wrap_up_list/edit";

test("a name is made of a title's letters and digits", () => {
  expect(slug("Marketing call")).toBe("marketing_call");
  expect(slug("2nd Übergabe!")).toBe("nd_ubergabe");
  expect(slug("")).toBe("");
});
