import { queryOptions } from "@tanstack/react-query";
import type { Gap, GapDetail, GapSearch, GapState } from "../../../shared/api";
import { call } from "../api/client";

/** Articles to write: open ones heaviest first, decided ones latest first. */
export const gapsQuery = (state: GapState) =>
  queryOptions({
    queryKey: ["gaps", state],
    queryFn: async () => (await call<{ gaps: Gap[] }>("GET", `/gaps?state=${state}`)).gaps,
  });

/** One of them, with its draft and the questions that ask for it. */
export const gapQuery = (id: string) =>
  queryOptions({
    queryKey: ["gap", id],
    queryFn: () => call<GapDetail>("GET", `/gaps/${encodeURIComponent(id)}`),
  });

/** When the desk last looked for gaps, and how far it is; asked for often while it does. */
export const gapSearchQuery = queryOptions({
  queryKey: ["gap-search"],
  queryFn: () => call<GapSearch>("GET", "/gap-searches/latest"),
  refetchInterval: ({ state }) => (state.data?.runs ? 1_000 : 30_000),
});
