import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Choices, openChoices } from "../model/choices";
import type { Conversation, Snapshot } from "../model/conversation";
import { type Row, rowsOf } from "../model/rows";
import { Icon } from "./icons";
import { Message, Notice, Outgoing } from "./Message";
import { Solved } from "./Solved";
import { useLanguage } from "./use";

interface Props {
  conversation: Conversation;
  openArticle: (slug: string, from: HTMLElement) => void;
  talk: () => void;
  takeBack: (clientId: string) => void;
}

const NEAR_END_PX = 80;

/** The conversation, oldest first. New lines are read out; sentences still being made are not. */
export function Log(props: Props) {
  const { texts, times } = useLanguage();
  const snapshot = props.conversation.get();
  const { events } = snapshot.timeline;
  const rows = rowsOf(events, snapshot.outgoing, times, new Date());
  const choices = snapshot.outgoing.length === 0 ? openChoices(events) : null;
  const scroller = useRef<HTMLDivElement>(null);
  const { behind, follow, onScroll } = useFollowing(scroller, contentKey(snapshot));
  const early = snapshot.disclosure && !events.some((event) => event.kind === "disclosure");
  return (
    <div class="log-frame">
      <section
        class="log"
        ref={scroller}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling log must be reached by keyboard
        tabIndex={0}
        aria-label={texts.conversation}
      >
        <div
          role="log"
          aria-live={snapshot.settled ? "polite" : "off"}
          aria-label={texts.conversation}
        >
          <ol class="rows">
            {early && (
              <li class="notice opening" dir="auto">
                {snapshot.disclosure}
              </li>
            )}
            {rows.map((row) => (
              <RowView key={row.key} row={row} choices={choices} {...props} />
            ))}
          </ol>
        </div>
        <Beginnings snapshot={snapshot} />
        <Solved conversation={props.conversation} />
      </section>
      {behind && (
        <button type="button" class="to-end" onClick={follow}>
          <Icon name="chevron" />
          {texts.newMessages}
        </button>
      )}
    </div>
  );
}

interface RowProps extends Props {
  row: Row;
  choices: Choices | null;
}

function RowView({ row, choices, conversation, openArticle, talk, takeBack }: RowProps) {
  const { card, pending } = conversation.handoff.status;
  const asked = pending !== null || (card !== null && card.state !== "none");
  switch (row.kind) {
    case "day":
      return (
        <li class="day">
          <span>{row.label}</span>
        </li>
      );
    case "notice":
      return <Notice event={row.event} />;
    case "message":
      return (
        <Message
          row={row}
          openArticle={openArticle}
          talk={asked ? null : talk}
          choices={choices?.seq === row.event.seq ? choices : null}
          choose={(title) => conversation.say(title)}
        />
      );
    case "outgoing":
      return (
        <Outgoing
          item={row.item}
          retry={() => conversation.retry()}
          takeBack={() => takeBack(row.item.client_id)}
          discard={() => conversation.takeBack(row.item.client_id)}
        />
      );
  }
}

/** The answer while it is made: its checked sentences so far, or the word that one is coming. */
function Beginnings({ snapshot }: { snapshot: Snapshot }) {
  const { texts } = useLanguage();
  const partials = [...snapshot.timeline.partials];
  const { preparing, phase } = snapshot;
  return (
    <>
      {partials.map(([replyTo, sentences]) => (
        <div key={replyTo} class="message ours ai partial" aria-live="off">
          <p class="who">
            <Icon name="ai" />
            {texts.ai}
          </p>
          <p class="bubble text" dir="auto">
            {sentences.filter(Boolean).join(" ")}
          </p>
        </div>
      ))}
      <div role="status" class="preparing-place">
        {phase === "starting" && <Preparing text={texts.starting} />}
        {preparing === "AI" && partials.length === 0 && <Preparing text={texts.preparing} />}
        {preparing === "REVIEW" && <Preparing text={texts.preparingReview} />}
      </div>
    </>
  );
}

function Preparing({ text }: { text: string }) {
  return (
    <p class="preparing">
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {text}
    </p>
  );
}

function contentKey({ timeline, outgoing, preparing }: Snapshot): string {
  const partial = [...timeline.partials.values()].flat().length;
  return `${timeline.events.length}/${outgoing.length}/${partial}/${preparing ?? ""}`;
}

/** Keeps the end in sight while the reader is there, and leaves who has scrolled up in peace. */
function useFollowing(scroller: { current: HTMLDivElement | null }, key: string) {
  const atEnd = useRef(true);
  const top = useRef(0);
  const [behind, setBehind] = useState(false);
  const follow = () => {
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
    setBehind(false);
  };
  const onScroll = () => {
    const box = scroller.current;
    if (!box) return;
    // Only the reader scrolls upwards; a log that shrinks under other parts does not.
    const upwards = box.scrollTop < top.current;
    top.current = box.scrollTop;
    if (box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX) atEnd.current = true;
    else if (upwards) atEnd.current = false;
    if (atEnd.current) setBehind(false);
  };
  useLayoutEffect(() => {
    if (atEnd.current) follow();
    else setBehind(true);
  }, [key]);
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const watch = new ResizeObserver(() => {
      if (atEnd.current) box.scrollTo({ top: box.scrollHeight });
    });
    watch.observe(box);
    return () => watch.disconnect();
  }, [scroller]);
  return { behind, follow, onScroll };
}
