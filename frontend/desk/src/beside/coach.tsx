import { X } from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useState } from "react";
import { useActions } from "../actions/provider";
import { call } from "../api/client";
import { Act, IconAct } from "../parts/button";
import { errorWords } from "../parts/states";
import type { Coaching, Remark } from "./types";

interface CoachProps {
  text: string;
  locale: string;
  box: RefObject<HTMLTextAreaElement | null>;
  onClose: () => void;
}

/** Remarks on what is being written, asked for by the writer; nothing of it is kept. */
export function Coach({ text, locale, box, onClose }: CoachProps) {
  const { speech } = useActions();
  const { t } = speech;
  const [said, setSaid] = useState<{ of: string; coaching: Coaching } | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  useEffect(() => {
    const timer = setTimeout(() => {
      call<Coaching>("POST", "/clarity", { text, locale }).then(
        (coaching) => {
          setSaid({ of: text, coaching });
          setFault(null);
        },
        (error) => setFault(error),
      );
    }, 250);
    return () => clearTimeout(timer);
  }, [text, locale]);
  const show = (remark: Remark) => {
    const [start, end] = units(said?.of ?? "", remark);
    box.current?.focus();
    box.current?.setSelectionRange(start, end);
  };
  return (
    <section className="coach" aria-label={t("coach.title")}>
      <header>
        <h3>{t("coach.title")}</h3>
        <IconAct label={t("do.close")} onPress={onClose}>
          <X aria-hidden size={14} />
        </IconAct>
      </header>
      <p className="muted">{t("coach.note")}</p>
      {fault ? <p role="alert">{errorWords(fault, speech)}</p> : null}
      {said ? (
        <Said text={said.of} coaching={said.coaching} show={show} />
      ) : (
        <p>{t("app.loading")}</p>
      )}
    </section>
  );
}

interface SaidProps {
  text: string;
  coaching: Coaching;
  show: (remark: Remark) => void;
}

function Said({ text, coaching, show }: SaidProps) {
  const { speech } = useActions();
  const { t, n } = speech;
  const { reading, remarks } = coaching;
  return (
    <>
      <p>
        {reading
          ? t("coach.reading", {
              ease: t(`coach.${reading.ease}`),
              formula: reading.formula,
              score: n(reading.score),
            })
          : t("coach.short")}
      </p>
      {remarks.length ? (
        <p className="coach-text">{marked(text, remarks)}</p>
      ) : (
        <p role="status">{t("coach.good")}</p>
      )}
      <ul>
        {remarks.map((remark) => (
          <li key={`${remark.kind}${remark.start}`} data-kind={remark.kind}>
            <b>{t(`coach.${remark.kind}`)}</b> <q>{cut(text, remark)}</q>
            <span>{t("coach.instead", { words: remark.instead })}</span>
            <Act look="quiet" onPress={() => show(remark)}>
              {t("coach.show")}
            </Act>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The server counts characters, a text field UTF-16 units. */
function units(text: string, { start, end }: Remark): [number, number] {
  const characters = [...text];
  const before = characters.slice(0, start).join("").length;
  return [before, before + characters.slice(start, end).join("").length];
}

function cut(text: string, remark: Remark): string {
  const [start, end] = units(text, remark);
  const words = text.slice(start, end);
  return words.length > 60 ? `${words.slice(0, 59)}…` : words;
}

/** The text with the places of remarks marked; of places inside one another the smallest. */
function marked(text: string, remarks: readonly Remark[]): ReactNode[] {
  const places: { start: number; end: number; kind: Remark["kind"] }[] = [];
  const smallFirst = [...remarks].sort((a, b) => a.end - a.start - (b.end - b.start));
  for (const remark of smallFirst) {
    const [start, end] = units(text, remark);
    if (places.every((one) => end <= one.start || start >= one.end))
      places.push({ start, end, kind: remark.kind });
  }
  places.sort((a, b) => a.start - b.start);
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { start, end, kind } of places) {
    parts.push(text.slice(at, start));
    parts.push(
      <mark key={start} data-kind={kind}>
        {text.slice(start, end)}
      </mark>,
    );
    at = end;
  }
  parts.push(text.slice(at));
  return parts;
}
