import { queryOptions } from "@tanstack/react-query";
import type { WrapUpChange, WrapUpList } from "../../../shared/api";
import { call } from "../api/client";

export const wrapUpListQuery = queryOptions({
  queryKey: ["wrap-up-list"],
  queryFn: () => call<WrapUpList>("GET", "/wrap-up-list"),
  staleTime: 60_000,
});

export const wrapUpChangesQuery = queryOptions({
  queryKey: ["wrap-up-list", "changes"],
  queryFn: async () => (await call<{ changes: WrapUpChange[] }>("GET", "/wrap-up-changes")).changes,
});
