import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect } from "react";
import { useLocation, useRoute } from "wouter";
import type { Id, View } from "../../../shared/api";
import { deskQuery, detailQuery, offersQuery, useMe } from "../api/queries";
import { useSpeech } from "../i18n";
import { rightsOf } from "../model/rights";
import { useUi } from "../ui";
import { actions, type Context } from "./actions";
import { useKeyboard } from "./keyboard";
import { useVerbs } from "./verbs";

export const views: readonly View[] = [
  "queue",
  "mine",
  "reviews",
  "ai",
  "callbacks",
  "all",
  "closed",
];

/** The conversation named in the address, if any. */
export function useOpenId(): { view: View | null; id: Id | null } {
  const [, listed] = useRoute("/:view/:id?");
  const view = views.find((one) => one === listed?.view) ?? null;
  return { view, id: view ? (listed?.id ?? null) : null };
}

const ActionContext = createContext<Context | null>(null);

export function ActionProvider({ children }: { children: ReactNode }) {
  const me = useMe();
  const ui = useUi();
  const speech = useSpeech();
  const verbs = useVerbs();
  const [, navigate] = useLocation();
  const { id } = useOpenId();
  // What the server words for me is in my account's language; the page should speak the same.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another account asks anew
  useEffect(() => speech.follow(me.locale), [me.id]);
  const desk = useQuery(deskQuery).data;
  const detail = useQuery({ ...detailQuery(id ?? ""), enabled: id !== null }).data;
  const offers = useQuery(offersQuery(me.id, (desk?.counts.offered_to_me ?? 0) > 0));
  const context: Context = {
    me: desk?.me ?? me,
    desk,
    detail: id ? detail : undefined,
    rights: id && detail ? rightsOf(detail, me) : null,
    offer: desk?.counts.offered_to_me ? offers.data?.[0] : undefined,
    ui,
    verbs,
    speech,
    navigate,
  };
  useKeyboard(context);
  return <ActionContext.Provider value={context}>{children}</ActionContext.Provider>;
}

export function useActions(): Context & { run: (id: string) => void } {
  const context = useContext(ActionContext);
  if (!context) throw new Error("useActions needs an ActionProvider above it");
  const run = (id: string) => {
    const action = actions.find((one) => one.id === id);
    if (action?.when(context)) action.run(context);
  };
  return { ...context, run };
}
