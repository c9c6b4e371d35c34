import { useEffect, useState } from "preact/hooks";
import { useLanguage } from "./use";

const LONGEST = 2_000;

interface Props {
  note: string;
  save: (note: string) => Promise<boolean>;
}

/** The customer's own words for the person who comes: shown, and theirs to change at any time. */
export function PassOn({ note, save }: Props) {
  const { texts } = useLanguage();
  const [text, setText] = useState(note);
  const [base, setBase] = useState(note);
  const [saved, setSaved] = useState(false);
  useEffect(() => {
    // News from the server must not overwrite what the customer is writing.
    if (text === base) setText(note);
    setBase(note);
  }, [note]);
  const submit = async (event: Event) => {
    event.preventDefault();
    setSaved(await save(text.trim()));
  };
  return (
    <details class="pass-on">
      <summary>{texts.passOn}</summary>
      <form onSubmit={(event) => void submit(event)}>
        <p class="faint" id="pass-on-hint">
          {texts.passOnHint}
        </p>
        <textarea
          rows={3}
          dir="auto"
          maxLength={LONGEST}
          aria-label={texts.passOn}
          aria-describedby="pass-on-hint"
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setSaved(false);
          }}
        />
        <div class="save">
          <button type="submit" class="quiet" disabled={text.trim() === note.trim()}>
            {texts.save}
          </button>
          <span role="status" class="faint">
            {saved && texts.saved}
          </span>
        </div>
      </form>
    </details>
  );
}
