import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import type { ArticleLine } from "../../../shared/api";
import { useActions } from "../actions/provider";

const rowHeight = 58;

interface LinesProps {
  lines: ArticleLine[];
  open: string | null;
  more: (() => void) | null;
}

/** Only the lines in sight are in the page; one takes part in Tab, arrows move from line to line. */
export function Lines({ lines, open, more }: LinesProps) {
  const { speech } = useActions();
  const scrollRef = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const [, navigate] = useLocation();
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => lines[index]?.slug ?? index,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= lines.length - 20) more();
  }, [more, last, lines.length]);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = Math.min(Math.max(at + step, 0), lines.length - 1);
    setAt(next);
    virtual.scrollToIndex(next);
    requestAnimationFrame(() =>
      scrollRef.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus(),
    );
  };
  const search = window.location.search;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows move the focus among the links inside
    <div className="kno-lines" ref={scrollRef} onKeyDown={move}>
      <ul aria-label={speech.t("kno.list")} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const line = lines[item.index];
          return line ? (
            <li key={item.key} style={{ transform: `translateY(${item.start}px)` }}>
              <Link
                to={`/knowledge/${line.slug}${search}`}
                className="kno-line"
                data-index={item.index}
                aria-current={line.slug === open ? "page" : undefined}
                tabIndex={item.index === at ? 0 : -1}
                onFocus={() => setAt(item.index)}
                onKeyDown={(event) => {
                  if (event.key === " ") navigate(`/knowledge/${line.slug}${search}`);
                }}
              >
                <LineWords line={line} />
              </Link>
            </li>
          ) : null;
        })}
      </ul>
    </div>
  );
}

function LineWords({ line }: { line: ArticleLine }) {
  const { speech } = useActions();
  const { t, tn } = speech;
  return (
    <>
      <span className="kno-line-title">{line.title}</span>
      <span className="muted kno-line-facts">
        {t(`kno.audience.${line.audience}`)} · {line.locale} · {tn("kno.parts", line.chunks)}
        {line.owner ? ` · ${line.owner}` : ""}
        {line.state === "valid" ? null : (
          <>
            {" · "}
            <b className="kno-standing" data-state={line.state}>
              {t(`kno.state.${line.state}`)}
            </b>
          </>
        )}
      </span>
    </>
  );
}
