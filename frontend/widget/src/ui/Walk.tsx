import { useEffect, useRef, useState } from "preact/hooks";
import type { Conversation } from "../model/conversation";
import type { Visit } from "../model/visit";
import { Card } from "./Card";
import { Composer } from "./Composer";
import { Log } from "./Log";
import { Notices } from "./Notices";
import { useRescuedFocus } from "./use";

interface Props {
  visit: Visit;
  conversation: Conversation;
  openArticle: (slug: string, from: HTMLElement) => void;
}

/** One conversation from top to bottom: the way to a person, the log, what is wrong, the pen. */
export function Walk({ visit, conversation, openArticle }: Props) {
  const [draft, setDraft] = useState(conversation.draft);
  const [asked, setAsked] = useState(0);
  const write = (text: string) => {
    setDraft(text);
    conversation.draft = text;
  };
  const talk = () => {
    const { card, pending } = conversation.handoff.status;
    if (!pending && (card === null || card.state === "none"))
      conversation.handoff.ask({ prefer: "now" });
    setAsked(asked + 1);
  };
  const startAgain = () => visit.startAgain();
  // A company's page may open the chat with a draft.
  useEffect(() => setDraft(conversation.draft), [conversation, visit.summons]);
  const walk = useRef<HTMLDivElement>(null);
  useRescuedFocus(walk, () => walk.current?.querySelector<HTMLElement>(".pen textarea"));
  return (
    <div class="walk" ref={walk}>
      <Card conversation={conversation} asked={asked} talk={talk} />
      <Log
        conversation={conversation}
        openArticle={openArticle}
        talk={talk}
        takeBack={(clientId) => write(conversation.takeBack(clientId))}
      />
      <Notices conversation={conversation} startAgain={startAgain} />
      <Composer
        draft={draft}
        write={write}
        say={(text) => conversation.say(text)}
        summons={visit.summons}
      />
    </div>
  );
}
