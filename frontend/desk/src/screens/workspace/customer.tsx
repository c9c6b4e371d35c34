import type { Detail, HistoryLine } from "../../../../shared/api";
import { useActions } from "../../actions/provider";
import { day, dayAndClock } from "../../model/time";
import { Fact } from "./why";

export function CustomerPanel({ detail }: { detail: Detail }) {
  const { speech } = useActions();
  const { t, locale } = speech;
  const { customer, notes, handoff, conversation } = detail;
  const aiMay = detail.ai_may;
  // The briefing shortens long words; theirs are shown whole.
  const words = handoff?.note?.split(/\s+/).filter(Boolean).join(" ");
  const passedOn = detail.briefing?.lines.some((line) => line.text === words);
  return (
    <>
      {handoff?.note && !passedOn ? (
        <section className="side-part" id="side-passed-on">
          <h3>{t("side.passedOn")}</h3>
          <blockquote>{handoff.note}</blockquote>
        </section>
      ) : null}
      <section className="side-part" id="side-customer">
        <h3>{t("side.customer")}</h3>
        <dl className="facts facts-close">
          {customer.segment ? <Fact name={t("side.segment")}>{customer.segment}</Fact> : null}
          {customer.vulnerable ? (
            <Fact name={t("side.vulnerable")}>{t("pol.kind.yes")}</Fact>
          ) : null}
          {customer.email ? <Fact name={t("side.email")}>{customer.email}</Fact> : null}
          {customer.external_id ? (
            <Fact name={t("side.externalId")}>{customer.external_id}</Fact>
          ) : null}
          <Fact name={t("side.channel")}>{conversation.channel}</Fact>
          <Fact name={t("side.locale")}>{languageName(conversation.locale, locale)}</Fact>
          {aiMay ? <Fact name={t("side.aiMay")}>{aiMayWords(aiMay, t)}</Fact> : null}
        </dl>
      </section>
      <section className="side-part" id="side-history">
        <h3>{t("side.history")}</h3>
        <HistoryList lines={customer.history ?? []} />
      </section>
      <section className="side-part">
        <h3>{t("side.notes")}</h3>
        {notes.length === 0 ? <p className="muted">{t("side.notes.none")}</p> : null}
        <ul className="notes">
          {notes.map((note) => (
            <li key={note.id}>
              <p>{note.text}</p>
              <small>
                {note.staff.name} · {dayAndClock(note.at, locale)}
              </small>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function HistoryList({ lines }: { lines: readonly HistoryLine[] }) {
  const { speech } = useActions();
  const { t, locale } = speech;
  if (lines.length === 0) return <p className="muted">{t("side.history.none")}</p>;
  return (
    <ol className="history">
      {lines.map((line) => (
        <li key={line.id} id={`contact-${line.id}`}>
          <small>
            {day(line.at, locale)} · {line.channel}
            {` · ${t(moodOf(line.sentiment))}`}
          </small>
          <p>{line.summary}</p>
          <p className="muted">{line.outcome}</p>
          {line.promised ? (
            <p>
              {t("side.promised")}: {line.promised}
            </p>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

function moodOf(sentiment: number) {
  if (sentiment > 0.25) return "mood.good";
  return sentiment < -0.25 ? "mood.low" : "mood.even";
}

function aiMayWords(aiMay: string, t: ReturnType<typeof useActions>["speech"]["t"]): string {
  return aiMay === "answer" || aiMay === "how_to_only" ? t(`back.${aiMay}`) : aiMay;
}

function languageName(tag: string, locale: string): string {
  return new Intl.DisplayNames([locale], { type: "language" }).of(tag) ?? tag;
}
