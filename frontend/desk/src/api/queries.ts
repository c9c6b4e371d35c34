import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type {
  ApiKey,
  Article,
  Autonomy,
  ConversationEvent,
  Decision,
  DecisionPage,
  Desk,
  Detail,
  Id,
  Me,
  Policies,
  Policy,
  RowPage,
  SamplePage,
  StaffAccount,
  Supervision,
  View,
} from "../../../shared/api";
import { merge } from "../model/events";
import { call, query, Refused, Unreachable } from "./client";
import { ReadingClient } from "./reading";

export function makeQueryClient(): QueryClient {
  return new ReadingClient({
    defaultOptions: {
      queries: { staleTime: 10_000, retry: worthRetrying, refetchOnWindowFocus: true },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

function worthRetrying(failures: number, error: Error): boolean {
  const mayPass = error instanceof Unreachable || (error instanceof Refused && error.status >= 502);
  return mayPass && failures < 2;
}

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async (): Promise<Me | null> => {
    try {
      return (await call<{ staff: Me }>("GET", "/session")).staff;
    } catch (error) {
      if (error instanceof Refused && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** Counts, presence and the AI switch; also the server's clock, from which waits are reckoned. */
export const deskQuery = queryOptions({
  queryKey: ["desk"],
  queryFn: async () => {
    const desk = await call<Desk>("GET", "/desk");
    return { ...desk, clockAhead: Date.parse(desk.now) - Date.now() };
  },
  refetchInterval: 30_000,
});

const pageSize = 100;

export const rowsQuery = (view: View, q: string) =>
  infiniteQueryOptions({
    queryKey: ["rows", view, q],
    queryFn: ({ pageParam }) =>
      call<RowPage>(
        "GET",
        `/conversations${query({ view, q, cursor: pageParam, limit: pageSize })}`,
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchInterval: ({ state }) => (isLong(state.data) ? longListEveryMs : false),
  });

const longListEveryMs = 15_000;

/** So many pages that fetching them again at every hint would burden the server. */
function isLong(data: unknown): boolean {
  return ((data as { pages?: unknown[] } | undefined)?.pages?.length ?? 0) > 3;
}

export const offersQuery = (myId: Id, any: boolean) =>
  queryOptions({
    queryKey: ["rows", "queue", "offers", myId],
    queryFn: async () => {
      const page = await call<RowPage>(
        "GET",
        `/conversations${query({ view: "queue", limit: pageSize })}`,
      );
      return page.items.filter((row) => row.handoff?.offered_to?.id === myId);
    },
    enabled: any,
  });

export const detailQuery = (id: Id) =>
  queryOptions({
    queryKey: ["conversation", id],
    queryFn: () => call<Detail>("GET", `/conversations/${id}`),
  });

/** The conversation's events so far; the live stream appends to the same entry. */
export const eventsQuery = (id: Id) =>
  queryOptions({
    queryKey: ["events", id],
    queryFn: async ({ client, queryKey }) => {
      const known = client.getQueryData<ConversationEvent[]>(queryKey) ?? [];
      const after = known.at(-1)?.seq ?? 0;
      const news = await call<{ events: ConversationEvent[] }>(
        "GET",
        `/conversations/${id}/events${query({ after })}`,
      );
      return merge(client.getQueryData<ConversationEvent[]>(queryKey) ?? [], news.events);
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

export const decisionsQuery = (id: Id) =>
  queryOptions({
    queryKey: ["decisions", "of", id],
    queryFn: async () =>
      (await call<{ decisions: Decision[] }>("GET", `/conversations/${id}/decisions`)).decisions,
  });

export const articleQuery = (slug: string) =>
  queryOptions({
    queryKey: ["article", slug],
    queryFn: () => call<Article>("GET", `/articles/${encodeURIComponent(slug)}`),
    staleTime: 300_000,
  });

export const supervisionQuery = queryOptions({
  queryKey: ["supervision"],
  queryFn: () => call<Supervision>("GET", "/supervision"),
  refetchInterval: 10_000,
});

export const autonomyQuery = queryOptions({
  queryKey: ["autonomy"],
  queryFn: () => call<Autonomy>("GET", "/autonomy"),
  refetchInterval: 60_000,
});

export type SampleState = "open" | "judged";

/** Answers drawn for review: those that wait for my verdict, or the judged. */
export const samplesQuery = (state: SampleState) =>
  infiniteQueryOptions({
    queryKey: ["samples", state],
    queryFn: ({ pageParam }) =>
      call<SamplePage>("GET", `/samples${query({ state, cursor: pageParam, limit: 50 })}`),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchInterval: 30_000,
  });

export const policiesQuery = queryOptions({
  queryKey: ["policies"],
  queryFn: () => call<Policies>("GET", "/policies"),
});

export const policyQuery = (version: string) =>
  queryOptions({
    queryKey: ["policy", version],
    queryFn: () => call<Policy>("GET", `/policies/${encodeURIComponent(version)}`),
    staleTime: 300_000,
  });

export interface DecisionFilter {
  q: string;
  lead: string;
  rule: string;
  kind: string;
}

export const recordsQuery = (filter: DecisionFilter) =>
  infiniteQueryOptions({
    queryKey: ["decisions", "all", filter],
    queryFn: ({ pageParam }) =>
      call<DecisionPage>("GET", `/decisions${query({ ...filter, cursor: pageParam, limit: 50 })}`),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });

export const staffQuery = queryOptions({
  queryKey: ["staff"],
  queryFn: async () => listOf<StaffAccount>(await call<unknown>("GET", "/staff")),
});

export const keysQuery = queryOptions({
  queryKey: ["api-keys"],
  queryFn: async () => listOf<ApiKey>(await call<unknown>("GET", "/api-keys")),
});

function listOf<T>(answer: unknown): T[] {
  return (Array.isArray(answer) ? answer : (answer as { items: T[] }).items) as T[];
}

export function useMe(): Me {
  const me = useQuery(sessionQuery).data;
  if (!me) throw new Error("useMe needs a signed-in session above it");
  return me;
}

/** Forgets what a changed conversation made stale. */
export function useRefresh() {
  const client = useQueryClient();
  return (ids: readonly Id[]) => {
    void client.invalidateQueries({
      queryKey: ["rows"],
      predicate: ({ state }) => !isLong(state.data),
    });
    void client.invalidateQueries({ queryKey: ["desk"] });
    void client.invalidateQueries({ queryKey: ["supervision"] });
    void client.invalidateQueries({ queryKey: ["approvals"] });
    for (const id of ids) {
      void client.invalidateQueries({ queryKey: ["conversation", id] });
      void client.invalidateQueries({ queryKey: ["draft", id] });
      void client.invalidateQueries({ queryKey: ["decisions", "of", id] });
    }
  };
}
