import { useSyncExternalStore } from "react";

/** Choices of this browser, kept in local storage. */
export type Theme = "system" | "light" | "dark";

const listeners = new Set<() => void>();

function read(key: string): string | null {
  return localStorage.getItem(`handrail.${key}`);
}

function write(key: string, value: string): void {
  localStorage.setItem(`handrail.${key}`, value);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function theme(): Theme {
  const kept = read("theme");
  return kept === "light" || kept === "dark" ? kept : "system";
}

export function setTheme(next: Theme): void {
  if (next === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  write("theme", next);
}

/** What the eye sees now, whoever chose it. */
export function shownTheme(): "light" | "dark" {
  const chosen = theme();
  if (chosen !== "system") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function singleKeys(): boolean {
  return read("keys") !== "off";
}

export function setSingleKeys(on: boolean): void {
  write("keys", on ? "on" : "off");
}

export const useTheme = () => useSyncExternalStore(subscribe, theme);
export const useSingleKeys = () => useSyncExternalStore(subscribe, singleKeys);

const narrow = () => matchMedia("(max-width: 62rem)");

/** Too narrow for two columns beside the navigation. */
export const useNarrow = () =>
  useSyncExternalStore(
    (listener) => {
      const query = narrow();
      query.addEventListener("change", listener);
      return () => query.removeEventListener("change", listener);
    },
    () => narrow().matches,
  );
