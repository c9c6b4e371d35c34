import { useEffect, useRef, useState } from "preact/hooks";
import type { Conversation } from "../model/conversation";
import { type CardView, type Headline, isWaiting, peopleAreThere, viewOf } from "../model/handoff";
import type { HandoffCard } from "../model/types";
import { Callback } from "./Callback";
import { Icon } from "./icons";
import { PassOn } from "./PassOn";
import { type Language, useLanguage, useOnline, useRescuedFocus } from "./use";

interface Props {
  conversation: Conversation;
  /** Grows each time the customer presses the button: then the card opens and takes the focus. */
  asked: number;
  talk: () => void;
}

/**
 * The way to a person: a button in every state, which becomes the one card about who joins, the
 * place in line, a callback, an answer later, or staying with the AI.
 */
export function Card({ conversation, asked, talk }: Props) {
  const { texts } = useLanguage();
  const { card, pending, refusal } = conversation.handoff.status;
  const { leader, timeline } = conversation.get();
  const view = viewOf(card, peopleAreThere(timeline.events));
  const shown = view !== null || pending !== null || refusal !== null;
  const here = leader.kind === "person";
  const [open, setOpen] = useState(false);
  const section = useRef<HTMLElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useRescuedFocus(section, () => heading.current ?? button.current);
  const state = pending ? "asking" : (card?.state ?? "none");
  useEffect(() => {
    if (state !== "none") setOpen(state !== "accepted");
  }, [state]);
  useEffect(() => {
    if (asked === 0) return;
    setOpen(true);
    requestAnimationFrame(() => heading.current?.focus());
  }, [asked]);
  const expanded = open && shown;
  const press = () => (shown && open ? setOpen(false) : talk());
  return (
    <section ref={section} class="card" data-state={state} aria-label={texts.talk}>
      <button
        ref={button}
        type="button"
        class="talk"
        aria-expanded={shown ? expanded : undefined}
        aria-controls={expanded ? "card-body" : undefined}
        onClick={press}
      >
        <Icon name="person" />
        <span class="talk-words">
          <span dir="auto">{here ? texts.withPerson(leader.name) : texts.talk}</span>
          {!here && shown && !expanded && <small>{brief(view, pending !== null, texts)}</small>}
        </span>
        {shown && <Icon name="chevron" />}
      </button>
      {expanded && (
        <div class="card-body" id="card-body">
          <CardBody
            conversation={conversation}
            card={card}
            view={view}
            asking={pending !== null}
            heading={heading}
          />
          {refusal !== null && (
            <p class="bad" role="alert">
              {refusal || texts.failed}
            </p>
          )}
        </div>
      )}
    </section>
  );
}

interface BodyProps {
  conversation: Conversation;
  card: HandoffCard | null;
  view: CardView | null;
  asking: boolean;
  heading: { current: HTMLHeadingElement | null };
}

function CardBody({ conversation, card, view, asking, heading }: BodyProps) {
  const { texts, times } = useLanguage();
  const online = useOnline();
  const [picking, setPicking] = useState(false);
  const desk = conversation.handoff;
  // The line moves while a customer chooses a time; what they have typed must stay.
  const where = isWaiting(card) ? "waiting" : card?.state;
  useEffect(() => setPicking(false), [where, card?.callback_at]);
  return (
    <>
      <div role="status">
        <h2 ref={heading} tabIndex={-1} dir="auto">
          {asking || !view ? texts.asking : headlineText(view.headline, texts, times)}
        </h2>
        {!asking && view && !picking && <Told card={card} view={view} />}
        {asking && !online && <p>{texts.askLater}</p>}
      </div>
      {view &&
        !asking &&
        view.headline.kind !== "joined" &&
        (picking ? (
          <Callback
            slots={view.slots}
            booked={card?.callback_at ?? null}
            note={card?.note ?? ""}
            book={(at, note) => desk.ask({ prefer: "callback", callback_at: at, note })}
            back={() => setPicking(false)}
          />
        ) : (
          <Choices conversation={conversation} view={view} pick={() => setPicking(true)} />
        ))}
      {view && !picking && <PassOn note={card?.note ?? ""} save={(note) => desk.passOn(note)} />}
    </>
  );
}

/** The server's sentence; in line, the same in figures. */
function Told({ card, view }: { card: HandoffCard | null; view: CardView }) {
  const { texts } = useLanguage();
  const { headline, range } = view;
  const waiting = headline.kind === "in_line" || headline.kind === "being_asked";
  return (
    <>
      {card?.text && !waiting && <p dir="auto">{card.text}</p>}
      {waiting && (
        <dl class="figures">
          {card?.position != null && (
            <div>
              <dt>{texts.place}</dt>
              <dd>{card.position}</dd>
            </div>
          )}
          <div>
            <dt>{texts.wait}</dt>
            <dd class={range ? "" : "words"}>
              {range ? texts.minutes(range.low, range.high) : texts.noHistory}
            </dd>
          </div>
        </dl>
      )}
    </>
  );
}

interface ChoicesProps {
  conversation: Conversation;
  view: CardView;
  pick: () => void;
}

function Choices({ conversation, view, pick }: ChoicesProps) {
  const { texts } = useLanguage();
  const desk = conversation.handoff;
  const booked = view.headline.kind === "callback";
  return (
    <fieldset class="choices" aria-label={texts.otherWays}>
      {view.choices.includes("now") && (
        <button type="button" class="quiet" onClick={() => desk.ask({ prefer: "now" })}>
          <Icon name="person" />
          {texts.nowAgain}
        </button>
      )}
      {view.choices.includes("callback") && (
        <button type="button" class="quiet" onClick={pick}>
          <Icon name="phone" />
          {booked ? texts.rebook : texts.callMe}
        </button>
      )}
      {view.choices.includes("message") && (
        <button type="button" class="quiet" onClick={() => desk.ask({ prefer: "message" })}>
          <Icon name="mail" />
          {texts.messageMe}
        </button>
      )}
      {view.mayStay && (
        <button type="button" class="quiet" onClick={() => void desk.stay()}>
          <Icon name="ai" />
          {texts.stay}
        </button>
      )}
    </fieldset>
  );
}

function headlineText(
  headline: Headline,
  texts: Language["texts"],
  times: Language["times"],
): string {
  const now = new Date();
  switch (headline.kind) {
    case "asking":
      return texts.asking;
    case "closed_hours":
      return headline.opensAt
        ? `${texts.closedHours}. ${texts.opensAt(times.moment(headline.opensAt, now))}`
        : `${texts.closedHours}.`;
    case "in_line":
      return texts.inLine;
    case "being_asked":
      return texts.beingAsked;
    case "joined":
      return texts.joined(headline.name);
    case "callback":
      return headline.at ? texts.callbackAt(times.moment(headline.at, now)) : texts.callbackSoon;
    case "message":
      return texts.messageLater;
  }
}

/** The card in a few words, for its closed state. */
function brief(view: CardView | null, asking: boolean, texts: Language["texts"]): string {
  if (asking || !view) return texts.asking;
  const { headline, range } = view;
  if (headline.kind === "callback") return texts.callbackBooked;
  if (headline.kind === "message") return texts.messageLater;
  if (headline.kind === "closed_hours") return texts.closedHours;
  if (headline.kind === "being_asked") return texts.beingAsked;
  const place = headline.kind === "in_line" && headline.position;
  const parts = [place ? `${texts.place}: ${place}` : texts.waiting];
  if (range) parts.push(texts.minutes(range.low, range.high));
  return parts.join(" · ");
}
