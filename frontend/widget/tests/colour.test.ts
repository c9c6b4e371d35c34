import { expect, test } from "vitest";
import { contrast, DEFAULT_ACCENT, paletteFrom } from "../src/colour";

function rgb(hex: string): [number, number, number] {
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

test("every colour that a company gives ends legible", () => {
  const steps = ["00", "33", "66", "77", "88", "99", "cc", "ff"];
  for (const r of steps) {
    for (const g of steps) {
      for (const b of steps) {
        const { fill, onFill, onLight, onDark } = paletteFrom(`#${r}${g}${b}`);
        expect(contrast(rgb(fill), rgb(onFill))).toBeGreaterThanOrEqual(4.5);
        expect(contrast(rgb(onLight), [236, 238, 236])).toBeGreaterThanOrEqual(4.5);
        expect(contrast(rgb(onDark), [46, 56, 60])).toBeGreaterThanOrEqual(4.5);
      }
    }
  }
});

test("a legible colour is left as it is; a short form is read", () => {
  expect(paletteFrom("#12536b").fill).toBe("#12536b");
  expect(paletteFrom("#036").fill).toBe("#003366");
});

test("what is no colour gives the default", () => {
  const fallback = paletteFrom(DEFAULT_ACCENT);
  for (const given of [null, "", "red", "#12", "url(x)", "#12345g", "#1253 6b"]) {
    expect(paletteFrom(given)).toEqual(fallback);
  }
});

test("contrast after WCAG: black on white is 21", () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 5);
});
