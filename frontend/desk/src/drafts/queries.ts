import { queryOptions } from "@tanstack/react-query";
import type {
  AcceptTimesRecord,
  DraftAnswer,
  DraftRecord,
  Id,
  SolvedConversation,
} from "../../../shared/api";
import { call } from "../api/client";

/** The draft beside a conversation as I may see it now. */
export const draftQuery = (id: Id) =>
  queryOptions({
    queryKey: ["draft", id],
    queryFn: () => call<DraftAnswer>("GET", `/conversations/${id}/draft`),
  });

/** Conversations like this one that staff solved. */
export const similarQuery = (id: Id) =>
  queryOptions({
    queryKey: ["similar", id],
    queryFn: () => call<{ items: SolvedConversation[] }>("GET", `/conversations/${id}/similar`),
    staleTime: 60_000,
  });

export const solvedQuery = (id: Id) =>
  queryOptions({
    queryKey: ["solved", id],
    queryFn: () => call<SolvedConversation>("GET", `/solved/${id}`),
    staleTime: 60_000,
  });

export const draftRecordQuery = queryOptions({
  queryKey: ["draft-record"],
  queryFn: () => call<DraftRecord>("GET", "/draft-record"),
});

export const periods = ["7", "30", "90"] as const;
export type Period = (typeof periods)[number];

export const acceptTimesQuery = (days: Period) =>
  queryOptions({
    queryKey: ["accept-times", days],
    queryFn: () => call<AcceptTimesRecord>("GET", `/accept-times?days=${days}`),
  });
