import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Id } from "../../../shared/api";
import { call, query } from "../api/client";
import type { Colleague, FoundArticle, Notices, PromisePage, SnippetList, WrapUp } from "./types";

export type Whose = "mine" | "all";
export type Which = "standing" | "ended";

export const promisesQuery = (whose: Whose, which: Which) =>
  infiniteQueryOptions({
    queryKey: ["promises", whose, which],
    queryFn: ({ pageParam }) =>
      call<PromisePage>("GET", `/promises${query({ whose, which, cursor: pageParam, limit: 50 })}`),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchInterval: 60_000,
  });

/** Read anew whenever it is looked at: what was said may have gone on. */
export const wrapUpQuery = (id: Id, lastSeq: number) =>
  queryOptions({
    queryKey: ["wrap-up", id, lastSeq],
    queryFn: async () => {
      const answer = await call<{ wrap_up?: WrapUp | null }>("GET", `/conversations/${id}/wrap-up`);
      if (!answer.wrap_up) return null;
      // The clock of the time to accept starts here.
      await call("POST", `/conversations/${id}/wrap-up/showing`);
      return answer.wrap_up;
    },
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });

export const snippetsQuery = queryOptions({
  queryKey: ["snippets"],
  queryFn: () => call<SnippetList>("GET", "/snippets"),
  staleTime: 60_000,
});

export const noticesQuery = queryOptions({
  queryKey: ["notices"],
  queryFn: () => call<Notices>("GET", "/notices"),
});

export const foundArticlesQuery = (q: string) =>
  queryOptions({
    queryKey: ["found-articles", q],
    queryFn: async ({ signal }) => {
      if (signal.aborted) return [];
      const path = `/found-articles${query({ q, limit: 20 })}`;
      return (await call<{ articles: FoundArticle[] }>("GET", path)).articles;
    },
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });

export const colleaguesQuery = (q: string) =>
  queryOptions({
    queryKey: ["colleagues", q],
    queryFn: async () =>
      (await call<{ colleagues: Colleague[] }>("GET", `/colleagues${query({ q, limit: 20 })}`))
        .colleagues,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
