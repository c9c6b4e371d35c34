import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useLocation } from "wouter";
import type { AiMay, Detail, Id, Me, Presence } from "../../../shared/api";
import { call } from "../api/client";
import { sessionQuery, useRefresh } from "../api/queries";
import { type Key, useSpeech } from "../i18n";
import { outbox } from "../model/outbox";
import { keepFocus } from "../parts/focus";
import { errorWords } from "../parts/states";
import { toast } from "../parts/toasts";

/** What staff can do. Each verb gives true when the server did it; a refusal is shown and gives false. */
export interface Verbs {
  accept: (id: Id) => Promise<boolean>;
  decline: (id: Id) => Promise<boolean>;
  takeOver: (id: Id, reason?: string) => Promise<boolean>;
  handBack: (id: Id, aiMay: AiMay, note: string) => Promise<boolean>;
  close: (id: Id, reason: string) => Promise<boolean>;
  /** With `toneOnly` the edited draft still counts as a right answer of the AI. */
  sendDraft: (id: Id, draftId: Id, text?: string, toneOnly?: boolean) => Promise<boolean>;
  takeInsteadOfDraft: (id: Id, draftId: Id) => Promise<boolean>;
  addNote: (id: Id, text: string, mentions?: readonly Id[]) => Promise<boolean>;
  setPresence: (presence: Presence) => Promise<boolean>;
  switchAi: (stopped: boolean, reason: string) => Promise<boolean>;
  signOut: () => Promise<void>;
}

export function useVerbs(): Verbs {
  const client = useQueryClient();
  const refresh = useRefresh();
  const speech = useSpeech();
  const [, navigate] = useLocation();

  // biome-ignore lint/correctness/useExhaustiveDependencies: refresh and navigate only wrap stable things
  return useMemo(() => {
    const tried = async (work: () => Promise<unknown>, done: Key | null, ids: Id[]) => {
      try {
        await work();
        if (done) toast("done", speech.t(done));
        return true;
      } catch (error) {
        toast("fault", errorWords(error, speech));
        return false;
      } finally {
        refresh(ids);
        keepFocus();
      }
    };
    const on = (id: Id, resource: string, body: unknown, done: Key) =>
      tried(
        async () => {
          const detail = await call<Detail | undefined>(
            "POST",
            `/conversations/${id}/${resource}`,
            body,
          );
          if (detail?.conversation) client.setQueryData(["conversation", id], detail);
        },
        done,
        [id],
      );
    const given = (name: string, text?: string) => (text?.trim() ? { [name]: text.trim() } : {});
    const lead = async (id: Id, work: Promise<boolean>) => {
      const done = await work;
      if (done) navigate(`/mine/${id}`);
      return done;
    };
    return {
      accept: (id) => lead(id, on(id, "acceptance", {}, "done.accepted")),
      decline: (id) => on(id, "refusal", {}, "done.declined"),
      takeOver: (id, reason) =>
        lead(id, on(id, "takeover", given("reason", reason), "done.takenOver")),
      handBack: (id, aiMay, note) =>
        on(id, "return", { ai_may: aiMay, ...given("note", note) }, "done.handedBack"),
      close: (id, reason) => on(id, "closure", given("reason", reason), "done.closed"),
      sendDraft: (id, draftId, text, toneOnly) =>
        on(
          id,
          "review",
          {
            draft_id: draftId,
            verdict: "send",
            ...given("text", text),
            ...(text && toneOnly ? { tone_only: true } : {}),
          },
          "done.draftSent",
        ),
      takeInsteadOfDraft: (id, draftId) =>
        lead(id, on(id, "review", { draft_id: draftId, verdict: "take_over" }, "done.takenOver")),
      addNote: (id, text, mentions = []) =>
        on(id, "notes", { text, ...(mentions.length ? { mentions } : {}) }, "done.noted"),
      setPresence: (presence) =>
        tried(
          async () => {
            const me = await call<Me>("PUT", "/presence", { presence });
            client.setQueryData(sessionQuery.queryKey, me);
          },
          presence === "available" ? "done.available" : "done.away",
          [],
        ),
      switchAi: (stopped, reason) =>
        tried(
          () => call("PUT", "/ai-switch", { stopped, ...given("reason", reason) }),
          stopped ? "sup.stop.done" : "sup.start.done",
          [],
        ),
      signOut: async () => {
        try {
          await call("DELETE", "/session");
        } catch (error) {
          return toast("fault", errorWords(error, speech));
        }
        outbox.clear();
        sessionStorage.clear();
        // Before anything is asked for again in vain, so that leaving does not look like a fault.
        client.setQueryData(sessionQuery.queryKey, null);
        client.removeQueries({ predicate: (query) => query.queryKey[0] !== "session" });
      },
    };
  }, [client, speech]);
}
