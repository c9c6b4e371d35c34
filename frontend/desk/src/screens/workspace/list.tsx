import { useInfiniteQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { CheckCheck } from "lucide-react";
import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useLocation } from "wouter";
import type { Id, Row, View } from "../../../../shared/api";
import { keysOf } from "../../actions/actions";
import { useActions } from "../../actions/provider";
import { rowsQuery } from "../../api/queries";
import { Act, Keys } from "../../parts/button";
import { SearchBox } from "../../parts/field";
import { Loaded, Skeleton, State } from "../../parts/states";
import { RowLink } from "./row";

const rowHeight = 92;

interface ListProps {
  view: View;
  openId: Id | null;
}

export function List({ view, openId }: ListProps) {
  const { speech, desk } = useActions();
  const { t, tn } = speech;
  const [typed, setTyped] = useState("");
  const q = useSettled(typed.trim());
  const rows = useInfiniteQuery(rowsQuery(view, q));
  const searchRef = useRef<HTMLInputElement>(null);
  const total = rows.data?.pages[0]?.total;
  const empty = q ? t("list.empty.search", { q }) : t(`list.empty.${view}`);
  return (
    <section className="pane list-pane" aria-label={t("list.label", { view: t(`view.${view}`) })}>
      <header className="list-head">
        <h1>{t(`view.${view}`)}</h1>
        <span className="list-total">{total === undefined ? "" : tn("list.total", total)}</span>
        <SearchBox
          label={t("list.search")}
          value={typed}
          onChange={setTyped}
          inputRef={searchRef}
          hint={<Keys of="/" />}
        />
      </header>
      {view === "queue" ? <AwayHint /> : null}
      <Loaded of={rows} skeleton={<Skeleton lines={7} tall />}>
        {(data) => {
          const items = data.pages.flatMap((page) => page.items);
          return items.length ? (
            <Rows
              view={view}
              rows={items}
              total={total ?? items.length}
              openId={openId}
              more={
                rows.hasNextPage && !rows.isFetchingNextPage
                  ? () => void rows.fetchNextPage()
                  : null
              }
              searchRef={searchRef}
            />
          ) : (
            <State
              icon={<CheckCheck aria-hidden />}
              title={empty}
              {...(view !== "queue" && !q && desk?.counts.queued
                ? { text: t("list.nextHint") }
                : {})}
            />
          );
        }}
      </Loaded>
    </section>
  );
}

/** People wait and I could be offered them: say why nothing comes. */
function AwayHint() {
  const { me, desk, run, speech } = useActions();
  if (me.presence === "available" || !desk?.counts.queued) return null;
  return (
    <div className="list-hint">
      <span>{speech.t("list.away")}</span>
      <Act keys={keysOf("presence")} onPress={() => run("presence")}>
        {speech.t("list.beAvailable")}
      </Act>
    </div>
  );
}

interface RowsProps extends ListProps {
  rows: Row[];
  total: number;
  more: (() => void) | null;
  searchRef: RefObject<HTMLInputElement | null>;
}

/** Only the rows in sight are in the page; one row at a time takes part in Tab, arrows move it. */
function Rows({ view, rows, total, openId, more, searchRef }: RowsProps) {
  const scrollRef = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
  });
  const cursor = useCursor(rows, openId, view, searchRef, (index) => virtual.scrollToIndex(index));
  const { ui } = useActions();
  const onArrow = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    ui.handles.current.list?.move(event.key === "ArrowDown" ? 1 : -1);
  };
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= rows.length - 20) more();
  }, [more, last, rows.length]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows move the focus among the links inside
    <div className="list-scroll" ref={scrollRef} onKeyDown={onArrow}>
      <ul className="list" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <li
              key={item.key}
              aria-setsize={total}
              aria-posinset={item.index + 1}
              className="list-item"
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              <RowLink
                row={row}
                to={`/${view}/${row.id}`}
                open={row.id === openId}
                tabbable={item.index === cursor.index}
                onFocus={() => cursor.set(row.id)}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** The row that keys act on. It follows its conversation when the list is sorted anew. */
function useCursor(
  rows: Row[],
  openId: Id | null,
  view: View,
  searchRef: RefObject<HTMLInputElement | null>,
  scrollTo: (index: number) => void,
) {
  const { ui } = useActions();
  const [, navigate] = useLocation();
  const [chosen, set] = useState<Id | null>(openId);
  useEffect(() => set(openId), [openId]);
  const found = rows.findIndex((row) => row.id === chosen);
  const index = Math.max(0, found);
  useLayoutEffect(() => {
    ui.handles.current.list = {
      move: (by) => {
        const next = found < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, index + by));
        const row = rows[next];
        if (!row) return;
        set(row.id);
        scrollTo(next);
        focusSoon(row.id);
      },
      open: () => {
        const row = rows[index];
        if (row) navigate(`/${view}/${row.id}`);
      },
      search: () => searchRef.current?.focus(),
    };
    const handles = ui.handles.current;
    return () => {
      handles.list = null;
    };
  });
  return { index, set };
}

/** The row may have to be scrolled into the page before it can take the focus. */
function focusSoon(id: Id): void {
  const focus = () => document.getElementById(`row-${id}`)?.focus({ preventScroll: true });
  if (document.getElementById(`row-${id}`)) focus();
  else requestAnimationFrame(() => requestAnimationFrame(focus));
}

function useSettled(value: string, afterMs = 250): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return settled;
}
