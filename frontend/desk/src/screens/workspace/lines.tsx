import {
  ArrowRightLeft,
  CircleCheck,
  CornerUpLeft,
  Hourglass,
  type LucideIcon,
  Megaphone,
  UserRound,
  UserRoundPlus,
} from "lucide-react";
import type { ConversationEvent, Decision, EventKind, Source } from "../../../../shared/api";
import { useActions } from "../../actions/provider";
import type { Forming } from "../../model/events";
import { type Outgoing, outbox } from "../../model/outbox";
import { clock } from "../../model/time";
import { Beside, Wrote } from "../../models/beside";
import { Act } from "../../parts/button";
import { compose } from "./drafts";
import { Why } from "./why";

interface EventLineProps {
  event: ConversationEvent;
  decision: Decision | undefined;
  name: string;
  /** Where the AI asked back: the slug that was meant, null while none is known. */
  chosen?: string | null | undefined;
}

export function EventLine({ event, decision, name, chosen }: EventLineProps) {
  if (event.kind !== "message" && event.kind !== "disclosure") return <SystemLine event={event} />;
  if (event.from === "customer")
    return <CustomerLine event={event} decision={decision} name={name} />;
  return <OurLine event={event} chosen={chosen} />;
}

const systemIcon: Record<Exclude<EventKind, "message" | "disclosure">, LucideIcon> = {
  lead_changed: ArrowRightLeft,
  handoff_requested: UserRoundPlus,
  queue_update: Hourglass,
  accepted: UserRound,
  handed_back: CornerUpLeft,
  closed: CircleCheck,
};

function SystemLine({ event }: { event: ConversationEvent }) {
  const { speech } = useActions();
  if (event.kind === "message" || event.kind === "disclosure") return null;
  const Icon = systemIcon[event.kind] ?? Megaphone;
  return (
    <p className="system-line">
      <Icon aria-hidden size={14} />
      <span>{event.text}</span>
      <time dateTime={event.at}>{clock(event.at, speech.locale)}</time>
    </p>
  );
}

function CustomerLine({ event, decision, name }: EventLineProps) {
  const { speech } = useActions();
  return (
    <article className="line line-customer">
      <p className="line-head">
        <b>{name}</b>
        <time dateTime={event.at}>{clock(event.at, speech.locale)}</time>
      </p>
      <p className="bubble">{event.text}</p>
      <Beside seq={event.seq} />
      {decision ? <Why decision={decision} /> : null}
    </article>
  );
}

function OurLine({ event, chosen }: Pick<EventLineProps, "event" | "chosen">) {
  const { speech } = useActions();
  const made = event.provenance?.made_by ?? (event.from === "staff" ? "person" : event.from);
  return (
    <article className="line line-ours" data-made={made}>
      <p className="line-head">
        <Provenance event={event} />
        <time dateTime={event.at}>{clock(event.at, speech.locale)}</time>
      </p>
      <p className="bubble">{event.text}</p>
      <Wrote note={event.data?.translation} />
      <Sources sources={event.data?.sources ?? []} at={event.at} chosen={chosen} />
    </article>
  );
}

/** Who made this message: never to be guessed from its look. */
function Provenance({ event }: { event: ConversationEvent }) {
  const { speech } = useActions();
  const { t } = speech;
  const made = event.provenance?.made_by ?? (event.from === "staff" ? "person" : "system");
  const name = event.provenance?.staff?.name;
  const words =
    made === "ai" || made === "system"
      ? t(`made.${made}`)
      : name
        ? t(`made.${made}`, { name })
        : t(`made.${made}.nameless`);
  return (
    <b className="provenance" data-made={made}>
      {words}
    </b>
  );
}

interface SourcesProps {
  sources: readonly Source[];
  /** When they were cited: they open as they were then. */
  at?: string;
  /** Given where these are choices: the one that was meant, null while none is known. */
  chosen?: string | null | undefined;
}

export function Sources({ sources, at, chosen }: SourcesProps) {
  const { ui, speech } = useActions();
  if (sources.length === 0) return null;
  const label = chosen === undefined ? "msg.sources" : "msg.choices";
  return (
    <ul className="chips" aria-label={speech.t(label)}>
      {sources.map((source) => (
        <li key={source.slug}>
          <button
            type="button"
            className="chip"
            data-chosen={source.slug === chosen || undefined}
            onClick={() =>
              ui.setSide({ type: "article", slug: source.slug, ...(at ? { at } : {}) })
            }
          >
            {source.slug === chosen ? <CircleCheck aria-hidden size={14} /> : null}
            {source.title}
            {source.slug === chosen ? ` · ${speech.t("msg.chosen")}` : null}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** A reply that is not yet in the conversation. */
export function LetterLine({ letter }: { letter: Outgoing }) {
  const { speech, ui, me } = useActions();
  const { t } = speech;
  const stuck = letter.state === "waiting" || letter.state === "refused";
  return (
    <article className="line line-ours" data-made="person" data-letter={letter.state}>
      <p className="line-head">
        <b className="provenance" data-made="person">
          {me.name}
        </b>
        <span>{stuck ? "" : t("msg.toSent")}</span>
      </p>
      <p className="bubble">{letter.text}</p>
      {stuck ? (
        <div className="letter-stuck" role="alert">
          <span>
            {t(letter.state === "waiting" ? "msg.waiting" : "msg.failed")} {letter.why}
          </span>
          <Act look="quiet" onPress={() => void outbox.send(letter.clientId)}>
            {t("do.retry")}
          </Act>
          <Act
            look="quiet"
            onPress={() => {
              compose.put(letter.conversation, "reply", letter.text);
              outbox.drop(letter.clientId);
              ui.compose("reply");
            }}
          >
            {t("msg.edit")}
          </Act>
        </div>
      ) : null}
    </article>
  );
}

export function FormingLine({ forming }: { forming: Forming }) {
  const { speech } = useActions();
  const { t } = speech;
  if (!forming.preparing) return null;
  return (
    <article className="line line-ours line-forming" data-made="ai" aria-live="off">
      <p className="line-head">
        <b className="provenance" data-made="ai">
          {forming.sentences.length ? t("conv.partial") : t(`conv.typing.${forming.preparing}`)}
        </b>
        <span className="typing" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
      </p>
      {forming.sentences.length ? <p className="bubble">{forming.sentences.join(" ")}</p> : null}
    </article>
  );
}
