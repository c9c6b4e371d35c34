import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Id } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { call } from "../api/client";
import { errorWords } from "../parts/states";
import { toast } from "../parts/toasts";
import { colleaguesQuery, foundArticlesQuery, snippetsQuery } from "./queries";
import type { Trigger } from "./trigger";
import type { Colleague, Filled, FoundArticle, Snippet } from "./types";

/** One thing that can be put in the place of what was typed. */
export interface Option {
  id: string;
  title: string;
  detail: string;
  mark: string;
  /** Gives the words to insert, or null when it must not be. */
  words: () => Promise<string | null>;
  /** What else happens when it is chosen. */
  after: () => void;
}

interface Wanted {
  conversation: Id;
  mode: "reply" | "note";
  cite: (article: FoundArticle) => void;
  name: (colleague: Colleague) => void;
}

export interface Options {
  options: Option[];
  loading: boolean;
  failed: boolean;
}

/** What fits the mark and the words behind it. */
export function useOptions(trigger: Trigger | null, wanted: Wanted): Options {
  const { speech } = useActions();
  const { t } = speech;
  const words = useSettled(trigger?.words ?? "");
  const snippets = useQuery({ ...snippetsQuery, enabled: trigger?.mark === "/" });
  const articles = useQuery({ ...foundArticlesQuery(words), enabled: trigger?.mark === "#" });
  const people = useQuery({ ...colleaguesQuery(words), enabled: trigger?.mark === "@" });
  if (!trigger) return { options: [], loading: false, failed: false };
  const of = { "/": snippets, "#": articles, "@": people }[trigger.mark];
  const state = { loading: of.isPending, failed: of.isError && of.data === undefined };
  if (trigger.mark === "/") {
    const fits = (snippets.data?.snippets ?? []).filter((one) => begins(one.name, trigger.words));
    return { ...state, options: fits.map((one) => snippetOption(one, wanted)) };
  }
  if (trigger.mark === "#")
    return { ...state, options: (articles.data ?? []).map((one) => articleOption(one, wanted)) };
  return { ...state, options: (people.data ?? []).map((one) => colleagueOption(one, wanted)) };

  function snippetOption(one: Snippet, { conversation }: Wanted): Option {
    return {
      id: one.id,
      title: one.name,
      detail: one.text,
      mark: `${one.locale} · ${t(one.shared ? "ins.shared" : "ins.mine")}`,
      words: async () => {
        try {
          const path = `/conversations/${conversation}/snippet-fillings`;
          return (await call<Filled>("POST", path, { snippet_id: one.id })).text;
        } catch (error) {
          toast("fault", errorWords(error, speech));
          return null;
        }
      },
      after: () => undefined,
    };
  }

  function articleOption(one: FoundArticle, { mode, cite }: Wanted): Option {
    const secret = mode === "reply" && one.audience === "staff";
    return {
      id: one.slug,
      title: one.title,
      detail: one.quote,
      mark: one.audience === "staff" ? t("ins.staffOnly") : one.locale,
      words: async () => {
        if (secret) toast("fault", t("ins.staffOnly.refused"));
        return secret ? null : mode === "reply" ? `“${one.quote}”` : `“${one.title}”`;
      },
      after: () => (secret || mode === "note" ? undefined : cite(one)),
    };
  }

  function colleagueOption(one: Colleague, { name }: Wanted): Option {
    return {
      id: one.id,
      title: one.name,
      detail: "",
      mark: "",
      words: async () => `@${one.name} `,
      after: () => name(one),
    };
  }
}

function begins(name: string, words: string): boolean {
  const wanted = words.trim().toLowerCase();
  return ` ${name.toLowerCase()}`.includes(` ${wanted}`);
}

const settleMs = 90;

function useSettled(words: string): string {
  const [settled, settle] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => settle(words), settleMs);
    return () => clearTimeout(timer);
  }, [words]);
  return settled;
}
