import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { ArticlePage, ImportRun, StaffArticle } from "../../../shared/api";
import { call, query } from "../api/client";

export interface ArticleFilter {
  q: string;
  audience: string;
  valid_on: string;
}

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

export const staffArticleQuery = (slug: string) =>
  queryOptions({
    queryKey: ["articles", "one", slug],
    queryFn: () => call<StaffArticle>("GET", `/knowledge/articles/${encodeURIComponent(slug)}`),
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
