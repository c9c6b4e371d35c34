import { useEffect, useRef } from "react";

/** The block that shares most of the quote's words, by its place; null when none shares any. */
export function nearestBlock(blocks: readonly string[], quote: string): number | null {
  const wanted = wordsOf(quote);
  const shares = blocks.map((block) => {
    const words = wordsOf(block);
    return [...wanted].filter((word) => words.has(word)).length;
  });
  const most = Math.max(0, ...shares);
  return most > 0 ? shares.indexOf(most) : null;
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
}

/** A paragraph that somebody was led to. */
export function Quoted({ text }: { text: string }) {
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    void place.current?.scrollIntoView({ block: "center" });
  }, []);
  return (
    <p>
      <mark ref={place}>{text}</mark>
    </p>
  );
}
