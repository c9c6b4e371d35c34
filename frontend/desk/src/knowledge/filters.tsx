import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useSearchParams } from "wouter";
import { useActions } from "../actions/provider";
import { Choice, SearchBox } from "../parts/field";
import { type ArticleFilter, facetsQuery } from "./queries";

const any = "any";
export const empty: ArticleFilter = {
  q: "",
  audience: "",
  locale: "",
  owner: "",
  source: "",
  state: "",
};
const names = Object.keys(empty) as (keyof ArticleFilter)[];
const states = ["valid", "due", "expired", "not_yet", "draft"] as const;

/** The filters live in the address, so that a list can be sent to a colleague. */
export function useFilter(): [ArticleFilter, (filter: ArticleFilter) => void] {
  const [params, setParams] = useSearchParams();
  const read = names.map((name) => [name, params.get(name) ?? ""]);
  const set = (next: ArticleFilter) =>
    setParams(new URLSearchParams(Object.entries(next).filter(([, value]) => value)), {
      replace: true,
    });
  return [Object.fromEntries(read) as unknown as ArticleFilter, set];
}

interface FiltersProps {
  filter: ArticleFilter;
  onChange: (filter: ArticleFilter) => void;
}

export function Filters({ filter, onChange }: FiltersProps) {
  const { speech } = useActions();
  const { t } = speech;
  const facets = useQuery(facetsQuery);
  const [typed, setTyped] = useState(filter.q);
  useEffect(() => setTyped(filter.q), [filter.q]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts a search
  useEffect(() => {
    if (typed.trim() === filter.q) return;
    const timer = setTimeout(() => onChange({ ...filter, q: typed.trim() }), 300);
    return () => clearTimeout(timer);
  }, [typed]);
  const choice = (name: keyof ArticleFilter, label: string, of: [string, string][]) => (
    <Choice
      label={label}
      value={filter[name] || any}
      onChange={(value) => onChange({ ...filter, [name]: value === any ? "" : value })}
      options={[
        { value: any, label: t("kno.any") },
        ...of.map(([value, words]) => ({ value, label: words })),
      ]}
    />
  );
  /** What there is, and what is asked for, which may be gone meanwhile. */
  const there = (name: "owner" | "locale" | "source", all: readonly string[] = []) =>
    [...new Set([...all, filter[name]])]
      .filter(Boolean)
      .map((value): [string, string] => [value, name === "source" ? sourceOf(value, t) : value]);
  return (
    <div className="filters kno-filters">
      <SearchBox label={t("kno.search")} value={typed} onChange={setTyped} />
      {choice(
        "state",
        t("kno.state"),
        states.map((one) => [one, t(`kno.state.${one}`)]),
      )}
      {choice("audience", t("kno.audience"), [
        ["customer", t("kno.audience.customer")],
        ["staff", t("kno.audience.staff")],
      ])}
      {choice("owner", t("kno.owner"), there("owner", facets.data?.owners))}
      {choice("locale", t("kno.locale"), there("locale", facets.data?.locales))}
      {choice("source", t("kno.from"), there("source", facets.data?.sources))}
    </div>
  );
}

type Say = ReturnType<typeof useActions>["speech"]["t"];

/** A source in words: where it is no folder and no address, what it stands for. */
export function sourceOf(source: string, t: Say): string {
  if (source === "policy") return t("kno.from.policy");
  if (source === "written") return t("kno.from.written");
  return source === "uploads" ? t("kno.from.uploads") : source;
}
