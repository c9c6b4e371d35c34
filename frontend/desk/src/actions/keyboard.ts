import { useLayoutEffect, useRef } from "react";
import { singleKeys } from "../settings";
import { type Action, actions, type Context } from "./actions";

const sequenceMs = 1_500;

/** The stroke a key event makes, in the words of the action list; null for keys that never count. */
export function strokeOf(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">,
) {
  if (event.altKey || ["Shift", "Control", "Meta", "Alt"].includes(event.key)) return null;
  const letter = /^[a-z]$/i.test(event.key);
  if (event.ctrlKey || event.metaKey) return letter ? `mod+${event.key.toLowerCase()}` : null;
  if (letter && event.shiftKey) return `Shift+${event.key.toUpperCase()}`;
  return letter ? event.key.toLowerCase() : event.key;
}

/** What a stroke leads to after the strokes before it: an action, a longer sequence, or nothing. */
export function resolve(pending: string, stroke: string, available: readonly Action[]) {
  const strokes = pending ? `${pending} ${stroke}` : stroke;
  const action = available.find((one) => one.keys === strokes && !one.native);
  if (action) return { action, pending: "" };
  const longer = available.some((one) => one.keys.startsWith(`${strokes} `));
  return { action: null, pending: longer ? strokes : "" };
}

/** Runs actions by key wherever nobody is typing and no dialog or menu is open. */
export function useKeyboard(context: Context): void {
  const latest = useRef(context);
  latest.current = context;
  // Before the keys are seen, as are the handles that they move.
  useLayoutEffect(() => {
    let pending = "";
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onKey = (event: KeyboardEvent) => {
      const stroke = strokeOf(event);
      if (!stroke || event.isComposing || (event.repeat && stroke.length > 1)) return;
      if (!stroke.startsWith("mod+") && (!singleKeys() || isBusy(event))) return;
      if (stroke.startsWith("mod+") && latest.current.ui.dialog) return;
      const available = actions.filter((one) => one.when(latest.current));
      const next = resolve(pending, stroke, available);
      clearTimeout(timer);
      pending = next.pending;
      if (pending)
        timer = setTimeout(() => {
          pending = "";
        }, sequenceMs);
      if (next.action || pending) event.preventDefault();
      next.action?.run(latest.current);
    };
    // Before the focused widget sees the key: some of them keep every key to themselves.
    window.addEventListener("keydown", onKey, true);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("keydown", onKey, true);
    };
  }, []);
}

const busyPlaces =
  'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

function isBusy(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest(busyPlaces) !== null;
}
