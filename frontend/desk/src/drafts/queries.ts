import { queryOptions } from "@tanstack/react-query";
import type { DraftAnswer, DraftRecord, Id } from "../../../shared/api";
import { call } from "../api/client";

/** The draft beside a conversation as I may see it now. */
export const draftQuery = (id: Id) =>
  queryOptions({
    queryKey: ["draft", id],
    queryFn: () => call<DraftAnswer>("GET", `/conversations/${id}/draft`),
  });

export const draftRecordQuery = queryOptions({
  queryKey: ["draft-record"],
  queryFn: () => call<DraftRecord>("GET", "/draft-record"),
});
