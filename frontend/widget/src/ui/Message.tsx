import type { Choices } from "../model/choices";
import type { Outgoing as OutgoingItem } from "../model/outbox";
import type { Row } from "../model/rows";
import type { ConversationEvent, Source } from "../model/types";
import { Icon, type IconName } from "./icons";
import { type Language, useLanguage } from "./use";

interface Props {
  row: Extract<Row, { kind: "message" }>;
  openArticle: (slug: string, from: HTMLElement) => void;
  /** Asks for a person; null once one is asked for or here. */
  talk: (() => void) | null;
  /** What this message asks the customer to choose from; null once that is settled. */
  choices: Choices | null;
  choose: (title: string) => void;
}

/** One message with who made it. Its text is only ever a text node. */
export function Message({ row, openArticle, talk, choices, choose }: Props) {
  const { texts, times } = useLanguage();
  const { event, first, last } = row;
  const voice = voiceOf(event, texts);
  const sources = event.data?.asked_back ? [] : (event.data?.sources ?? []);
  return (
    <li class={`message ${voice.side} ${voice.tone}`} data-seq={event.seq}>
      {voice.side === "mine" ? (
        <span class="hidden">{voice.name}</span>
      ) : (
        <p class={first ? "who" : "hidden"}>
          <Icon name={voice.icon} />
          <span dir="auto">{voice.name}</span>
        </p>
      )}
      <p class="bubble text" dir="auto">
        {event.text}
      </p>
      {sources.length > 0 && <Sources sources={sources} openArticle={openArticle} />}
      {choices && <Choosing offered={choices.offered} choose={choose} />}
      {event.data?.offers_person && talk && (
        <button type="button" class="chip way-out" onClick={talk}>
          <Icon name="person" />
          {texts.talk}
        </button>
      )}
      {last && (
        <p class="when">
          <time dateTime={event.at}>{times.clock(event.at)}</time>
        </p>
      )}
    </li>
  );
}

interface Voice {
  side: "mine" | "ours";
  tone: string;
  icon: IconName;
  name: string;
}

function voiceOf(event: ConversationEvent, texts: Language["texts"]): Voice {
  const name = event.provenance?.staff?.name ?? "";
  if (event.from === "customer") return { side: "mine", tone: "", icon: "person", name: texts.you };
  switch (event.provenance?.made_by) {
    case "person":
      return { side: "ours", tone: "person", icon: "person", name: texts.person(name) };
    case "ai_draft":
      return { side: "ours", tone: "checked", icon: "checked", name: texts.checkedBy(name) };
    case "ai":
      return { side: "ours", tone: "ai", icon: "ai", name: texts.ai };
    default:
      return { side: "ours", tone: "system", icon: "info", name: texts.automatic };
  }
}

function Sources({
  sources,
  openArticle,
}: {
  sources: Source[];
  openArticle: Props["openArticle"];
}) {
  const { texts } = useLanguage();
  return (
    <ul class="sources" aria-label={texts.sources}>
      {sources.map((source) => (
        <li key={source.slug}>
          <button
            type="button"
            class="chip"
            aria-label={texts.openSource(source.title)}
            onClick={(event) => openArticle(source.slug, event.currentTarget)}
          >
            <Icon name="page" />
            <span dir="auto">{source.title}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** One press says which is meant, in the customer's own name. Writing, or a person, is always possible. */
function Choosing({ offered, choose }: { offered: readonly Source[]; choose: Props["choose"] }) {
  const { texts } = useLanguage();
  return (
    <ul class="choosing" aria-label={texts.choices}>
      {offered.map((one) => (
        <li key={one.slug}>
          <button type="button" class="choice" dir="auto" onClick={() => choose(one.title)}>
            {one.title}
          </button>
        </li>
      ))}
    </ul>
  );
}

const NOTICE_ICONS: Record<string, IconName> = {
  disclosure: "info",
  handoff_requested: "person",
  queue_update: "clock",
  accepted: "person",
  handed_back: "ai",
};

/** What happened, in the server's own words. */
export function Notice({ event }: { event: ConversationEvent }) {
  const { times } = useLanguage();
  const opening = event.kind === "disclosure" && event.seq <= 1;
  return (
    <li class={opening ? "notice opening" : "notice"} data-kind={event.kind}>
      <Icon name={NOTICE_ICONS[event.kind] ?? "info"} />
      <span dir="auto">{event.text}</span>
      {!opening && (
        <time class="hidden" dateTime={event.at}>
          {times.clock(event.at)}
        </time>
      )}
    </li>
  );
}

interface OutgoingProps {
  item: OutgoingItem;
  retry: () => void;
  takeBack: () => void;
  discard: () => void;
}

/** A message of the customer on its way, with the truth about how far it came. */
export function Outgoing({ item, retry, takeBack, discard }: OutgoingProps) {
  const { texts } = useLanguage();
  const refused = item.state === "refused";
  const stuck = item.problem !== undefined && item.state !== "sent" && !refused;
  return (
    <li class={`message mine ${refused || stuck ? "stuck" : ""}`} data-state={item.state}>
      <span class="hidden">{texts.you}</span>
      <p class="bubble text" dir="auto">
        {item.text}
      </p>
      <p class="when">
        {refused && `${texts.refused} ${item.problem?.detail ?? ""}`}
        {stuck && texts.notYet}
        {!refused && !stuck && (item.state === "sent" ? texts.sent : texts.sending)}
      </p>
      {(refused || stuck) && (
        <p class="ways">
          {stuck && <Way text={texts.tryNow} act={retry} />}
          <Way text={texts.edit} act={takeBack} />
          <Way text={texts.discard} act={discard} />
        </p>
      )}
    </li>
  );
}

function Way({ text, act }: { text: string; act: () => void }) {
  return (
    <button type="button" class="link" onClick={act}>
      {text}
    </button>
  );
}
