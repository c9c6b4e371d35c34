import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Texts } from "../i18n";
import { en } from "../i18n/en";
import { Times } from "../i18n/times";

export interface Language {
  texts: Texts;
  times: Times;
}

export const LanguageContext = createContext<Language>({ texts: en, times: new Times("en", en) });

export function useLanguage(): Language {
  return useContext(LanguageContext);
}

interface Subscribable {
  subscribe(listener: () => void): () => void;
}

/** Draws again whenever the thing says that it has changed. */
export function useChanges(thing: Subscribable | null): void {
  const [, draw] = useState(0);
  useEffect(() => {
    draw((count) => count + 1);
    return thing?.subscribe(() => draw((count) => count + 1));
  }, [thing]);
}

export function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const read = () => setOnline(navigator.onLine);
    window.addEventListener("online", read);
    window.addEventListener("offline", read);
    return () => {
      window.removeEventListener("online", read);
      window.removeEventListener("offline", read);
    };
  }, []);
  return online;
}

/** True once a state has lasted: a short interruption need not be told. */
export function useLasting(state: boolean, forMs: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!state) return setLasting(false);
    const timer = setTimeout(() => setLasting(true), forMs);
    return () => clearTimeout(timer);
  }, [state, forMs]);
  return lasting && state;
}
