import { queryOptions } from "@tanstack/react-query";
import type {
  BriefingSummary,
  Id,
  ModelBudget,
  Translation,
  Translations,
} from "../../../shared/api";
import { call } from "../api/client";

/** Under the conversation's key, so that it is fetched again when the conversation moves. */
export const translationsQuery = (id: Id) =>
  queryOptions({
    queryKey: ["conversation", id, "translations"],
    queryFn: () => call<Translations>("GET", `/conversations/${id}/translations`),
  });

export const budgetQuery = queryOptions({
  queryKey: ["model-budget"],
  queryFn: () => call<ModelBudget>("GET", "/model-budget"),
  staleTime: 30_000,
});

export const translateMessage = (id: Id, seq: number) =>
  call<Translation>("POST", `/conversations/${id}/translations`, { seq });

export const translateReply = (id: Id, text: string) =>
  call<Translation>("POST", `/conversations/${id}/reply-translations`, { text });

export const sendTranslated = (id: Id, clientId: Id, translationId: Id) =>
  call<{ seq: number }>("POST", `/conversations/${id}/translated-messages`, {
    client_id: clientId,
    translation_id: translationId,
  });

export const putInShort = (id: Id) =>
  call<BriefingSummary>("POST", `/conversations/${id}/briefing/summary`);
