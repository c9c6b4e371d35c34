import { X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Button } from "react-aria-components";
import { useSpeech } from "../i18n";

export interface Toast {
  id: number;
  tone: "done" | "fault";
  text: string;
}

const shownMs = 6_000;
const listeners = new Set<() => void>();
let toasts: readonly Toast[] = [];
let lastId = 0;

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Says what happened, for eyes and screen readers. A fault stays until it is put away. */
export function toast(tone: Toast["tone"], text: string): void {
  const id = ++lastId;
  set([...toasts.slice(-2), { id, tone, text }]);
  if (tone === "done") setTimeout(() => dismiss(id), shownMs);
}

function dismiss(id: number): void {
  set(toasts.filter((one) => one.id !== id));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Toasts() {
  const { t } = useSpeech();
  const all = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div className="toasts">
      {(["done", "fault"] as const).map((tone) => (
        <div key={tone} role={tone === "fault" ? "alert" : "status"}>
          {all
            .filter((one) => one.tone === tone)
            .map((one) => (
              <div key={one.id} className={`toast toast-${tone}`}>
                <span>{one.text}</span>
                <Button
                  className="icon-button"
                  aria-label={t("do.close")}
                  onPress={() => dismiss(one.id)}
                >
                  <X aria-hidden size={14} />
                </Button>
              </div>
            ))}
        </div>
      ))}
    </div>
  );
}
