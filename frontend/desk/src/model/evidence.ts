/** What a record holds, as names and words: nested names joined by dots, empty things left out. */
export function flatten(of: Record<string, unknown>, prefix = ""): [string, string][] {
  return Object.entries(of).flatMap(([name, value]): [string, string][] => {
    const path = prefix + name;
    if (value === null || value === undefined || value === "") return [];
    if (Array.isArray(value)) return value.length ? [[path, value.map(words).join(", ")]] : [];
    if (typeof value === "object") return flatten(value as Record<string, unknown>, `${path}.`);
    return [[path, words(value)]];
  });
}

function words(value: unknown): string {
  if (typeof value === "number") return String(Math.round(value * 1_000) / 1_000);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
