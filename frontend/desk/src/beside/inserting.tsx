import { useVirtualizer } from "@tanstack/react-virtual";
import { X } from "lucide-react";
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import type { Id, Source } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { announce } from "../parts/announce";
import { Act } from "../parts/button";
import { type Option, useOptions } from "./options";
import { type Mark, replaced, type Trigger, triggerAt } from "./trigger";

const titles = {
  "/": "ins.snippets",
  "#": "ins.articles",
  "@": "ins.colleagues",
} as const satisfies Record<Mark, string>;

interface Writing {
  box: RefObject<HTMLTextAreaElement | null>;
  conversation: Id;
  mode: "reply" | "note";
  text: string;
  setText: (text: string) => void;
  cite: (source: Source) => void;
  name: (id: Id, name: string) => void;
}

export interface Inserting {
  popup: ReactNode;
  /** For the text field: what it is to say of the list. */
  aria: Record<string, string | boolean | undefined>;
  follow: () => void;
  /** True when the key was meant for the list. */
  takesKey: (event: KeyboardEvent) => boolean;
}

/** Snippets, articles and colleagues by `/`, `#` and `@`, while the focus stays in the text field. */
export function useInserting(writing: Writing): Inserting {
  const { box, mode, text, setText } = writing;
  const [caret, setCaret] = useState(0);
  const [putAway, setPutAway] = useState<number | null>(null);
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const { speech } = useActions();
  const marks: Mark[] = mode === "reply" ? ["/", "#"] : ["/", "#", "@"];
  const seen = triggerAt(text, caret, marks);
  const trigger = seen && seen.start !== putAway ? seen : null;
  const found = useOptions(trigger, {
    conversation: writing.conversation,
    mode,
    cite: (one) => writing.cite({ slug: one.slug, title: one.title }),
    name: (one) => writing.name(one.id, one.name),
  });
  const { options } = found;
  const words = `${trigger?.mark ?? ""}${trigger?.words ?? ""}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words begin at the top again
  useEffect(() => setChosen(0), [words]);
  const open = trigger !== null;
  useEffect(() => {
    if (open) announce(speech.tn("ins.count", options.length));
  }, [open, options.length, speech.tn]);

  const insert = async (option: Option | undefined, at: Trigger) => {
    if (!option) return;
    const said = await option.words();
    const field = box.current;
    if (said === null || !field) return;
    // What was typed may have gone on while the words came.
    const now = triggerAt(field.value, field.selectionStart, marks) ?? at;
    setText(replaced(field.value, now, said));
    option.after();
    const end = now.start + said.length;
    setCaret(end);
    setPutAway(null);
    requestAnimationFrame(() => {
      field.focus();
      field.setSelectionRange(end, end);
    });
  };

  return {
    follow: () => setCaret(box.current?.selectionStart ?? 0),
    takesKey: (event) => {
      if (!trigger || event.nativeEvent.isComposing) return false;
      if (event.ctrlKey || event.metaKey || event.altKey) return false;
      if (event.key === "Escape") setPutAway(trigger.start);
      else if (event.key === "ArrowDown") setChosen((chosen + 1) % Math.max(options.length, 1));
      else if (event.key === "ArrowUp")
        setChosen((chosen + Math.max(options.length, 1) - 1) % Math.max(options.length, 1));
      else if ((event.key === "Enter" || event.key === "Tab") && options.length)
        void insert(options[chosen], trigger);
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
    aria: trigger
      ? {
          role: "combobox",
          "aria-expanded": true,
          "aria-haspopup": "listbox",
          "aria-controls": listId,
          "aria-autocomplete": "list",
          "aria-activedescendant": options.length ? `${listId}-${chosen}` : undefined,
        }
      : {},
    popup: trigger ? (
      <Suggestions
        id={listId}
        mark={trigger.mark}
        options={options}
        state={found.failed ? "failed" : found.loading ? "loading" : "there"}
        chosen={chosen}
        choose={(option) => void insert(option, trigger)}
      />
    ) : null,
  };
}

const rowHeight = 46;
const longestList = 5 * rowHeight;

interface SuggestionsProps {
  id: string;
  mark: Mark;
  options: Option[];
  state: "loading" | "failed" | "there";
  chosen: number;
  choose: (option: Option) => void;
}

function Suggestions({ id, mark, options, state, chosen, choose }: SuggestionsProps) {
  const { speech } = useActions();
  const { t } = speech;
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: options.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 4,
  });
  useEffect(() => virtual.scrollToIndex(chosen), [chosen, virtual]);
  const empty =
    state === "failed" ? t("ins.offline") : state === "loading" ? t("app.loading") : t("ins.none");
  return (
    <div className="suggest">
      <p className="suggest-title">{t(titles[mark])}</p>
      {options.length ? null : <p className="suggest-none">{empty}</p>}
      <div
        className="suggest-scroll"
        ref={scroll}
        style={{ height: Math.min(options.length * rowHeight, longestList), contain: "strict" }}
      >
        <div
          id={id}
          role="listbox"
          aria-label={t(titles[mark])}
          tabIndex={-1}
          style={{ height: virtual.getTotalSize(), position: "relative" }}
        >
          {virtual.getVirtualItems().map((item) => {
            const option = options[item.index];
            if (!option) return null;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the text field has the keys
              <div
                key={option.id}
                id={`${id}-${item.index}`}
                role="option"
                tabIndex={-1}
                aria-selected={item.index === chosen}
                aria-setsize={options.length}
                aria-posinset={item.index + 1}
                className="suggest-option"
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
                // The field keeps the focus.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => choose(option)}
              >
                <b>{option.title}</b>
                <small>{option.mark}</small>
                <span>{option.detail}</span>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface CitedProps {
  sources: readonly Source[];
  drop: (slug: string) => void;
}

/** The articles that go with a reply; each opens beside the conversation and can be left out. */
export function Cited({ sources, drop }: CitedProps) {
  const { ui, speech } = useActions();
  const { t } = speech;
  if (sources.length === 0) return null;
  return (
    <ul className="chips cited" aria-label={t("ins.sources")}>
      {sources.map((source) => (
        <li key={source.slug}>
          <button
            type="button"
            className="chip"
            onClick={() => ui.setSide({ type: "article", slug: source.slug })}
          >
            {source.title}
          </button>
          <button
            type="button"
            className="chip-drop"
            aria-label={t("ins.dropSource", { title: source.title })}
            onClick={() => drop(source.slug)}
          >
            <X aria-hidden size={12} />
          </button>
        </li>
      ))}
    </ul>
  );
}

interface MissingProps {
  text: string;
  names: readonly string[];
  box: RefObject<HTMLTextAreaElement | null>;
}

/** Variables that nothing filled: they keep a reply from being sent. */
export function Missing({ text, names, box }: MissingProps) {
  const { speech } = useActions();
  const first = names[0];
  if (!first) return null;
  const goTo = () => {
    const start = text.indexOf(`{${first}}`);
    box.current?.focus();
    box.current?.setSelectionRange(start, start + first.length + 2);
  };
  return (
    <p className="missing" role="status">
      <span>{speech.t("ins.missing", { names: names.map((name) => `{${name}}`).join(", ") })}</span>
      <Act look="quiet" onPress={goTo}>
        {speech.t("ins.goTo")}
      </Act>
    </p>
  );
}
