import { useQueryClient } from "@tanstack/react-query";
import type { Claim, DraftAnswer, DraftChoice, Id, OpenDraft } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { call } from "../api/client";
import { useRefresh } from "../api/queries";
import { errorWords } from "../parts/states";
import { toast } from "../parts/toasts";
import { draftQuery } from "./queries";

/** What staff can do with a draft beside sending it. Each gives true when the server did it. */
export function useDraftVerbs(id: Id) {
  const client = useQueryClient();
  const refresh = useRefresh();
  const { speech } = useActions();
  const { queryKey } = draftQuery(id);
  const tried = async (work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      toast("fault", errorWords(error, speech));
      refresh([id]);
      return false;
    }
  };
  /** Shows what the server said now; a reading under way may be older. */
  const put = async (answer: DraftAnswer) => {
    await client.cancelQueries({ queryKey });
    client.setQueryData(queryKey, answer);
  };
  const post = <T>(what: string, body: unknown) =>
    call<T>("POST", `/conversations/${id}/${what}`, body);
  return {
    /** From articles, or from an earlier conversation. */
    suggest: (similar?: Id) =>
      tried(async () => {
        await put(await post<DraftAnswer>("suggestion", similar ? { similar } : {}));
      }),
    choose: (draft: OpenDraft, choice: DraftChoice, reason: string) =>
      tried(async () => {
        await put(
          await post<DraftAnswer>("draft/choice", {
            draft_id: draft.id,
            choice,
            reason: reason.trim(),
          }),
        );
      }),
    dismiss: (draft: OpenDraft) =>
      tried(async () => {
        await put(await post<DraftAnswer>("draft/dismissal", { draft_id: draft.id }));
        refresh([id]);
      }),
    refuse: (draft: OpenDraft, reason: string) =>
      tried(async () => {
        await put(
          await post<DraftAnswer>("draft/refusal", { draft_id: draft.id, reason: reason.trim() }),
        );
        toast("done", speech.t("dra.refused"));
        refresh([id]);
      }),
    open: (draft: OpenDraft, claim: Claim) =>
      tried(async () => {
        const { opened } = await post<{ opened: number[] }>("draft/openings", {
          draft_id: draft.id,
          place: claim.place,
        });
        client.setQueryData<DraftAnswer>(queryKey, (was) => withOpened(was, draft.id, opened));
        // A reading under way may not know of it yet.
        void client.invalidateQueries({ queryKey });
      }),
  };
}

function withOpened(was: DraftAnswer | undefined, id: Id, opened: readonly number[]) {
  if (!was?.draft || was.draft.id !== id) return was;
  const claims = was.draft.claims.map((claim) => ({
    ...claim,
    opened: opened.includes(claim.place),
  }));
  return { ...was, draft: { ...was.draft, claims } };
}

/** The claims that must be opened before the draft may be sent, and are not. */
export function unopened(draft: OpenDraft): Claim[] {
  return draft.claims.filter((claim) => claim.must_open && !claim.opened);
}
