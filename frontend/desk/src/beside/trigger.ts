/** What is being looked for while one writes: `/` a snippet, `#` an article, `@` a colleague. */
export type Mark = "/" | "#" | "@";

export interface Trigger {
  mark: Mark;
  /** What follows the mark up to the caret. */
  words: string;
  /** Where the mark stands, and the caret. */
  start: number;
  end: number;
}

/** A mark counts at the beginning or after a blank, so that "and/or" and addresses stay as they are. */
const marked = /(?:^|\s)([/#@])([^\n/#@]{0,60})$/u;
const longest: Record<Mark, number> = { "/": 2, "#": 6, "@": 2 };

export function triggerAt(text: string, caret: number, marks: readonly Mark[]): Trigger | null {
  const found = marked.exec(text.slice(0, caret));
  const mark = found?.[1] as Mark | undefined;
  const words = found?.[2] ?? "";
  if (!mark || !marks.includes(mark) || words.startsWith(" ")) return null;
  if (words.split(" ").length > longest[mark]) return null;
  return { mark, words, start: caret - words.length - 1, end: caret };
}

export function replaced(text: string, trigger: Trigger, by: string): string {
  return text.slice(0, trigger.start) + by + text.slice(trigger.end);
}

/** The variables that still stand in a text, in their order, each once. */
export function missingIn(text: string, variables: readonly string[]): string[] {
  const found = [...text.matchAll(/\{([a-z][a-z_]*(?:\.[a-z_]+)?)\}/g)].map((one) => one[1] ?? "");
  return [...new Set(found)].filter((name) => variables.includes(name));
}

/** The ids of the colleagues whose `@name` still stands in a note. */
export function mentionedIn(text: string, named: ReadonlyMap<string, string>): string[] {
  return [...named].filter(([, name]) => text.includes(`@${name}`)).map(([id]) => id);
}
