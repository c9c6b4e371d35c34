import { useEffect, useRef, useState } from "preact/hooks";
import type { Times } from "../i18n/times";
import { noteWithPhone } from "../model/handoff";
import { useLanguage } from "./use";

interface Props {
  slots: readonly string[];
  booked: string | null;
  note: string;
  book: (at: string, note: string) => void;
  back: () => void;
}

/** Choosing when to be called, and on which number. */
export function Callback({ slots, booked, note, book, back }: Props) {
  const { texts, times } = useLanguage();
  const [at, setAt] = useState(booked ?? slots[0] ?? "");
  const [phone, setPhone] = useState("");
  const group = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    group.current?.querySelector<HTMLInputElement>("input:checked")?.focus();
  }, []);
  const now = new Date();
  const submit = (event: Event) => {
    event.preventDefault();
    const withNumber = phone.trim() ? noteWithPhone(note, texts.phone, phone) : note;
    if (at) book(at, withNumber);
  };
  return (
    <form class="callback" onSubmit={submit}>
      <fieldset ref={group}>
        <legend>{texts.chooseTime}</legend>
        {byDay(slots, times).map((day) => (
          <div key={day[0]} class="slots">
            <span class="faint">{times.day(day[0] ?? "", now)}</span>
            {day.map((slot) => (
              <label key={slot} class="slot">
                <input
                  type="radio"
                  name="slot"
                  value={slot}
                  checked={slot === at}
                  onChange={() => setAt(slot)}
                />
                <span class="hidden">{times.day(slot, now)}</span>
                <span class="time">{times.clock(slot)}</span>
              </label>
            ))}
          </div>
        ))}
      </fieldset>
      <p class="faint">{texts.yourTime(times.zoneName())}</p>
      <label class="field">
        <span>{texts.phone}</span>
        <input
          type="tel"
          autocomplete="tel"
          maxLength={40}
          value={phone}
          aria-describedby="phone-hint"
          onInput={(event) => setPhone(event.currentTarget.value)}
        />
      </label>
      <p id="phone-hint" class="faint">
        {texts.phoneHint}
      </p>
      <div class="choices">
        <button type="submit" class="strong" disabled={!at}>
          {texts.book}
        </button>
        <button type="button" class="quiet" onClick={back}>
          {texts.back}
        </button>
      </div>
    </form>
  );
}

function byDay(slots: readonly string[], times: Times): string[][] {
  const days = new Map<string, string[]>();
  for (const slot of slots) {
    const key = times.dayKey(new Date(slot));
    days.set(key, [...(days.get(key) ?? []), slot]);
  }
  return [...days.values()];
}
