import type { Conversation } from "../model/conversation";
import type { Leader } from "../model/leader";
import { Icon, type IconName } from "./icons";
import { type Language, useLanguage } from "./use";

interface Props {
  title: string;
  conversation: Conversation;
  close: (() => void) | null;
}

const ICONS: Record<Leader["kind"], IconName> = {
  ai: "ai",
  review: "checked",
  person: "person",
  waiting: "clock",
  callback: "phone",
  message: "mail",
  closed: "info",
};

/** Whose chat this is, who leads it now, and the way out. */
export function Header({ title, conversation, close }: Props) {
  const { texts } = useLanguage();
  const { leader } = conversation.get();
  return (
    <div class="header">
      <div class="headline">
        <h1 class="title" dir="auto">
          {title || texts.chat}
        </h1>
        <p class="leader" data-leader={leader.kind} role="status">
          <Icon name={ICONS[leader.kind]} />
          <span class="hidden">{texts.leads}: </span>
          <span dir="auto">{leaderName(leader, texts)}</span>
        </p>
      </div>
      {close && (
        <button
          type="button"
          class="round"
          aria-label={texts.close}
          title={texts.close}
          onClick={close}
        >
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}

function leaderName(leader: Leader, texts: Language["texts"]): string {
  switch (leader.kind) {
    case "ai":
      return texts.ai;
    case "review":
      return texts.review;
    case "person":
      return texts.person(leader.name);
    case "waiting":
      return texts.waiting;
    case "callback":
      return texts.callbackBooked;
    case "message":
      return texts.answerLater;
    case "closed":
      return texts.ended;
  }
}
