import { createContext } from "preact";
import { useContext, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
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

/** Hears Escape wherever the focus is, also when it is nowhere. */
export function useEscape(act: () => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.isComposing) latest.current();
    };
    document.addEventListener("keydown", hear);
    return () => document.removeEventListener("keydown", hear);
  }, []);
}

/**
 * Gives the focus a new place when the control that had it has gone from inside `area`, so that a
 * keyboard does not start again from the top.
 */
export function useRescuedFocus(
  area: { readonly current: HTMLElement | null },
  place: () => HTMLElement | null | undefined,
): void {
  const inside = useRef(false);
  useEffect(() => {
    const look = () => {
      if (document.activeElement !== document.body) {
        inside.current = area.current?.contains(document.activeElement) ?? false;
      }
    };
    document.addEventListener("focusin", look);
    return () => document.removeEventListener("focusin", look);
  }, [area]);
  useLayoutEffect(() => {
    // A frame that has lost the focus to the page around it must not take it back.
    const nowhere = document.activeElement === document.body && document.hasFocus();
    if (inside.current && nowhere) place()?.focus();
  });
}
