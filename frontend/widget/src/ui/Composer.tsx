import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./icons";
import { useLanguage } from "./use";

/** The contract's limit, in characters (code points) after trimming. */
export const MOST_CHARACTERS = 8_000;
const COUNT_FROM = 7_500;
const TALLEST_PX = 140;

interface Props {
  draft: string;
  write: (text: string) => void;
  say: (text: string) => void;
  summons: number;
}

/** Where the customer writes. Always open: what cannot be sent now is kept and sent later. */
export function Composer({ draft, write, say, summons }: Props) {
  const { texts } = useLanguage();
  const field = useRef<HTMLTextAreaElement>(null);
  const length = draft.length < COUNT_FROM / 2 ? draft.length : [...draft.trim()].length;
  const over = length - MOST_CHARACTERS;
  const sendable = draft.trim() !== "" && over <= 0;
  useEffect(() => {
    if (summons > 0 && !window.matchMedia("(pointer: coarse)").matches) field.current?.focus();
  }, [summons]);
  useLayoutEffect(() => grow(field.current), [draft]);
  const send = () => {
    if (!sendable) return;
    say(draft.trim());
    write("");
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class="pen">
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={draft}
          placeholder={texts.write}
          aria-label={texts.write}
          aria-describedby="composer-hint"
          aria-invalid={over > 0}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button
          type="submit"
          class="send"
          aria-label={texts.send}
          title={texts.send}
          disabled={!sendable}
        >
          <Icon name="send" />
        </button>
      </div>
      <p id="composer-hint" class={hintClass(length)} role={over > 0 ? "alert" : undefined}>
        {hint(length, texts)}
      </p>
    </form>
  );
}

function grow(field: HTMLTextAreaElement | null): void {
  if (!field) return;
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, TALLEST_PX)}px`;
}

function hint(length: number, texts: ReturnType<typeof useLanguage>["texts"]): string {
  if (length > MOST_CHARACTERS) return texts.tooLong(length - MOST_CHARACTERS);
  return length >= COUNT_FROM ? texts.left(MOST_CHARACTERS - length) : texts.keys;
}

function hintClass(length: number): string {
  if (length > MOST_CHARACTERS) return "hint bad";
  return length >= COUNT_FROM ? "hint" : "hidden";
}
