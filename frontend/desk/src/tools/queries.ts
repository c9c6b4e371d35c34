import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { CallPage, Id, Tools } from "../../../shared/api";
import { call, query } from "../api/client";

/** Beneath the conversation's own key, so that whatever refreshes it refreshes these too. */
export const callsQuery = (id: Id) =>
  queryOptions({
    queryKey: ["conversation", id, "calls"],
    queryFn: async () => (await call<CallPage>("GET", `/conversations/${id}/calls`)).items,
  });

export const toolsQuery = (id: Id) =>
  queryOptions({
    queryKey: ["conversation", id, "tools"],
    queryFn: () => call<Tools>("GET", `/conversations/${id}/tools`),
    staleTime: 60_000,
  });

/** The calls that wait for approval, the first to lapse first. */
export const approvalsQuery = queryOptions({
  queryKey: ["approvals"],
  queryFn: async () => (await call<CallPage>("GET", "/approvals")).items,
  refetchInterval: 15_000,
});

export interface CallFilter {
  q: string;
  tool: string;
  state: string;
}

export const callRecordsQuery = (filter: CallFilter) =>
  infiniteQueryOptions({
    queryKey: ["calls", filter],
    queryFn: ({ pageParam }) =>
      call<CallPage>("GET", `/calls${query({ ...filter, cursor: pageParam, limit: 50 })}`),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchInterval: 30_000,
  });
