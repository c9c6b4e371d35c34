import { useEffect, useState } from "react";
import type { Briefing } from "../../../shared/api";

interface Sourced {
  text: string;
  source: { type: string; ref: string };
}

const markedMs = 45_000;

/** What makes a line the same line in the next briefing. */
export function lineKey({ text, source }: Sourced): string {
  return `${source.type} ${source.ref} ${text}`;
}

/** The keys of all lines and suggestions of a briefing. */
export function keysOfBriefing(briefing: Briefing): Set<string> {
  return new Set([...briefing.lines, ...briefing.actions].map(lineKey));
}

/** The keys of what came since the panel was opened, each marked for a while. */
export function useFresh(briefing: Briefing): ReadonlySet<string> {
  const [known, setKnown] = useState(() => keysOfBriefing(briefing));
  const keys = keysOfBriefing(briefing);
  const fresh = new Set([...keys].filter((key) => !known.has(key)));
  const news = [...fresh].join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: only other news start the clock again
  useEffect(() => {
    if (!news) return;
    const timer = setTimeout(() => setKnown((was) => new Set([...was, ...keys])), markedMs);
    return () => clearTimeout(timer);
  }, [news]);
  return fresh;
}
