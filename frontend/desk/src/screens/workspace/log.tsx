import { useQuery } from "@tanstack/react-query";
import { ArrowDown } from "lucide-react";
import { type RefObject, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import type { ConversationEvent, Decision, Id } from "../../../../shared/api";
import { useActions } from "../../actions/provider";
import { useConversationStream } from "../../api/live";
import { decisionsQuery, eventsQuery } from "../../api/queries";
import { chosenIn } from "../../model/choices";
import { decisionsByTurn } from "../../model/events";
import { outbox } from "../../model/outbox";
import { day } from "../../model/time";
import { Act } from "../../parts/button";
import { Scroll } from "../../parts/scroll";
import { Loaded, Skeleton, State } from "../../parts/states";
import { EventLine, FormingLine, LetterLine } from "./lines";

interface LogProps {
  id: Id;
  name: string;
}

/** The conversation in order; it follows its end unless the reader has scrolled up. */
export function Log({ id, name }: LogProps) {
  const { speech } = useActions();
  const events = useQuery(eventsQuery(id));
  const decisions = useQuery(decisionsQuery(id));
  const forming = useConversationStream(id, events.isSuccess);
  const scroll = useRef<HTMLDivElement>(null);
  const list = events.data ?? [];
  const arrived = new Set(list.map((event) => event.data?.["client_id"]));
  const letters = useSyncExternalStore(outbox.subscribe, outbox.letters).filter(
    (one) => one.conversation === id && !arrived.has(one.clientId),
  );
  // A letter's event may come before the answer to its request, or after it.
  useLayoutEffect(() => outbox.settle(id, list.at(-1)?.seq ?? 0));
  const marks = `${list.length}/${letters.length}/${forming.sentences.length}/${forming.preparing}`;
  const follow = useFollow(scroll, marks);
  const byTurn = decisionsByTurn(decisions.data ?? []);
  useHandles(list, byTurn, scroll);
  return (
    <div className="log-frame">
      <Scroll
        className="log"
        role="log"
        label={speech.t("conv.log", { name })}
        boxRef={scroll}
        onScroll={follow.onScroll}
      >
        <Loaded of={events} skeleton={<Skeleton lines={5} tall />}>
          {(all) => (
            <>
              {all.length === 0 ? <State title={speech.t("conv.isNew")} /> : null}
              <Lines events={all} byTurn={byTurn} name={name} />
            </>
          )}
        </Loaded>
        {letters.map((letter) => (
          <LetterLine key={letter.clientId} letter={letter} />
        ))}
        <FormingLine forming={forming} />
      </Scroll>
      {follow.behind ? (
        <Act className="log-jump" icon={<ArrowDown aria-hidden size={14} />} onPress={follow.toEnd}>
          {speech.t(follow.news ? "conv.newMessages" : "conv.jump")}
        </Act>
      ) : null}
    </div>
  );
}

interface LinesProps {
  events: ConversationEvent[];
  byTurn: Map<number, Decision>;
  name: string;
}

function Lines({ events, byTurn, name }: LinesProps) {
  const { speech } = useActions();
  const chosen = chosenIn(events);
  let lastDay = "";
  return events.map((event) => {
    const date = day(event.at, speech.locale);
    const newDay = date !== lastDay;
    lastDay = date;
    return (
      <div key={event.seq} id={`event-${event.seq}`} className="event" tabIndex={-1}>
        {newDay ? <p className="day">{date}</p> : null}
        <EventLine
          event={event}
          decision={byTurn.get(event.seq)}
          name={name}
          chosen={chosen.get(event.seq)}
        />
      </div>
    );
  });
}

const nearEndPx = 80;

function useFollow(scroll: RefObject<HTMLDivElement | null>, marks: string) {
  const [behind, setBehind] = useState(false);
  const [news, setNews] = useState(false);
  const atEnd = useRef(true);
  const toEnd = () => {
    atEnd.current = true;
    scroll.current?.scrollTo({ top: scroll.current.scrollHeight });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the log holds is what moves its end
  useLayoutEffect(() => {
    if (atEnd.current) toEnd();
    else setNews(true);
  }, [marks]);
  const onScroll = () => {
    const box = scroll.current;
    if (!box) return;
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearEndPx;
    setBehind(!atEnd.current);
    if (atEnd.current) setNews(false);
  };
  return { behind, news, toEnd, onScroll };
}

/** Lets commands and the briefing's sources reach into the log. */
function useHandles(
  events: ConversationEvent[],
  byTurn: Map<number, Decision>,
  scroll: RefObject<HTMLDivElement | null>,
): void {
  const { ui } = useActions();
  useLayoutEffect(() => {
    const handles = ui.handles.current;
    const lastTurn = [...events].reverse().find((event) => byTurn.has(event.seq))?.seq;
    handles.conversation = {
      toggleWhy: () =>
        scroll.current?.querySelector<HTMLElement>(`#why-${lastTurn} button`)?.click(),
      editDraft: () => document.getElementById("edit-draft")?.click(),
      goTo: (seq) => {
        const line = document.getElementById(`event-${seq}`);
        line?.scrollIntoView({ block: "center" });
        line?.focus({ preventScroll: true });
      },
      rest: () => scroll.current?.focus({ preventScroll: true }),
    };
    return () => {
      handles.conversation = null;
    };
  });
}
