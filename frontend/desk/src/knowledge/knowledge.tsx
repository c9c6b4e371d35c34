import { useInfiniteQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import type { ArticleLine } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { has } from "../model/rights";
import { Act } from "../parts/button";
import { Choice, SearchBox } from "../parts/field";
import { Loaded, Skeleton, State } from "../parts/states";
import { Page } from "../screens/page";
import { ArticlePane } from "./article";
import { BeginImport } from "./begin_import";
import { Imports } from "./imports";
import { type ArticleFilter, articlesQuery } from "./queries";

const rowHeight = 58;
const any = "any";
const empty: ArticleFilter = { q: "", audience: "", valid_on: "" };

export default function Knowledge({ slug }: { slug: string | null }) {
  const { me, speech } = useActions();
  const { t, tn } = speech;
  const steward = has(me, "steward");
  const [filter, setFilter] = useFilter();
  const [begins, begin] = useState(false);
  const articles = useInfiniteQuery(articlesQuery(filter));
  const filtered = Object.values(filter).some(Boolean);
  return (
    <Page
      title={t("kno.title")}
      hint={t("kno.hint")}
      actions={
        steward ? (
          <Act look="primary" onPress={() => begin(true)}>
            {t("imp.begin")}
          </Act>
        ) : null
      }
    >
      {steward ? <Imports /> : null}
      <Filters filter={filter} onChange={setFilter} />
      <Loaded of={articles} skeleton={<Skeleton lines={9} />}>
        {(data) => {
          const lines = data.pages.flatMap((page) => page.items);
          const total = data.pages[0]?.total ?? 0;
          return lines.length ? (
            <>
              <p className="muted kno-total" role="status">
                {tn("kno.total", total)}
              </p>
              <div className="records kno-split">
                <Lines
                  lines={lines}
                  open={slug}
                  more={
                    articles.hasNextPage && !articles.isFetchingNextPage
                      ? () => void articles.fetchNextPage()
                      : null
                  }
                />
                {slug ? <ArticlePane slug={slug} /> : <State title={t("kno.choose")} />}
              </div>
            </>
          ) : (
            <State
              title={t(filtered ? "kno.noMatch" : "kno.none")}
              {...(filtered ? {} : { text: t("kno.none.hint") })}
              action={
                filtered ? <Act onPress={() => setFilter(empty)}>{t("kno.clear")}</Act> : null
              }
            />
          );
        }}
      </Loaded>
      {begins ? <BeginImport onClose={() => begin(false)} /> : null}
    </Page>
  );
}

/** The filters live in the address, so that a list can be sent to a colleague. */
function useFilter(): [ArticleFilter, (filter: ArticleFilter) => void] {
  const [params, setParams] = useSearchParams();
  const filter = {
    q: params.get("q") ?? "",
    audience: params.get("audience") ?? "",
    valid_on: params.get("valid_on") ?? "",
  };
  const set = (next: ArticleFilter) =>
    setParams(new URLSearchParams(Object.entries(next).filter(([, value]) => value)), {
      replace: true,
    });
  return [filter, set];
}

interface FiltersProps {
  filter: ArticleFilter;
  onChange: (filter: ArticleFilter) => void;
}

function Filters({ filter, onChange }: FiltersProps) {
  const { speech } = useActions();
  const { t } = speech;
  const [typed, setTyped] = useState(filter.q);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts a search
  useEffect(() => {
    if (typed.trim() === filter.q) return;
    const timer = setTimeout(() => onChange({ ...filter, q: typed.trim() }), 300);
    return () => clearTimeout(timer);
  }, [typed]);
  const today = new Date().toISOString().slice(0, 10);
  return (
    <div className="filters">
      <SearchBox label={t("kno.search")} value={typed} onChange={setTyped} />
      <Choice
        label={t("kno.audience")}
        value={filter.audience || any}
        onChange={(value) => onChange({ ...filter, audience: value === any ? "" : value })}
        options={[
          { value: any, label: t("kno.any") },
          { value: "customer", label: t("kno.audience.customer") },
          { value: "staff", label: t("kno.audience.staff") },
        ]}
      />
      <Choice
        label={t("kno.valid")}
        value={filter.valid_on ? "today" : any}
        onChange={(value) => onChange({ ...filter, valid_on: value === any ? "" : today })}
        options={[
          { value: any, label: t("kno.any") },
          { value: "today", label: t("kno.valid.today") },
        ]}
      />
    </div>
  );
}

interface LinesProps {
  lines: ArticleLine[];
  open: string | null;
  more: (() => void) | null;
}

/** Only the lines in sight are in the page; one takes part in Tab, arrows move from line to line. */
function Lines({ lines, open, more }: LinesProps) {
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
      </span>
    </>
  );
}
