import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type {
  ArticleComparison,
  ArticlePage,
  ArticleVersion,
  ArticleVersions,
  Facets,
  ImportRun,
  StaffArticle,
} from "../../../shared/api";
import { call, query } from "../api/client";

export interface ArticleFilter {
  q: string;
  audience: string;
  locale: string;
  owner: string;
  source: string;
  state: string;
}

const one = (slug: string) => `/knowledge/articles/${encodeURIComponent(slug)}`;

export const articlesQuery = (filter: ArticleFilter) =>
  infiniteQueryOptions({
    queryKey: ["articles", filter],
    queryFn: ({ pageParam }) =>
      call<ArticlePage>(
        "GET",
        `/knowledge/articles${query({ ...filter, cursor: pageParam, limit: 100 })}`,
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });

/** What articles may be filtered by. */
export const facetsQuery = queryOptions({
  queryKey: ["articles", "facets"],
  queryFn: () => call<Facets>("GET", "/knowledge/facets"),
});

export const staffArticleQuery = (slug: string) =>
  queryOptions({
    queryKey: ["articles", "one", slug],
    queryFn: () => call<StaffArticle>("GET", one(slug)),
  });

export const versionsQuery = (slug: string) =>
  queryOptions({
    queryKey: ["articles", "versions", slug],
    queryFn: () => call<ArticleVersions>("GET", `${one(slug)}/versions`),
  });

export const versionQuery = (slug: string, number: number) =>
  queryOptions({
    queryKey: ["articles", "version", slug, number],
    queryFn: () => call<ArticleVersion>("GET", `${one(slug)}/versions/${number}`),
  });

/** What held when an answer cited it. */
export const citedQuery = (slug: string, at: string) =>
  queryOptions({
    queryKey: ["articles", "cited", slug, at],
    queryFn: () => call<ArticleVersion>("GET", `${one(slug)}/citation${query({ at })}`),
  });

export const comparisonQuery = (slug: string, before: number, after: number) =>
  queryOptions({
    queryKey: ["articles", "comparison", slug, before, after],
    queryFn: () =>
      call<ArticleComparison>("GET", `${one(slug)}/comparison${query({ before, after })}`),
  });

const isOpen = (run: ImportRun) => run.state === "gathering" || run.state === "running";

/** The latest imports; asked for often while one of them runs. */
export const importsQuery = queryOptions({
  queryKey: ["imports"],
  queryFn: async () =>
    (await call<{ items: ImportRun[] }>("GET", `/knowledge/imports${query({ limit: 5 })}`)).items,
  refetchInterval: ({ state }) => (state.data?.some(isOpen) ? 1_000 : 15_000),
});

export { isOpen };
