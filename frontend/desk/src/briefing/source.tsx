import {
  FileText,
  History,
  ListChecks,
  MessageSquare,
  MessagesSquare,
  Scale,
  Signal,
  UserRound,
} from "lucide-react";
import type { BriefingLine } from "../../../shared/api";
import type { Context } from "../actions/actions";
import { useActions } from "../actions/provider";

type Source = BriefingLine["source"];

const icons = {
  event: MessageSquare,
  article: FileText,
  history: History,
  policy: Scale,
  customer: UserRound,
  signals: Signal,
  playbook: ListChecks,
  conversation: MessagesSquare,
};

/** Leads from a line of the briefing to what it was made from. */
export function SourceLink({ source }: { source: Source }) {
  const context = useActions();
  const Icon = icons[source.type];
  return (
    <button
      type="button"
      className="source"
      onClick={() => openSource(source, context)}
      aria-label={context.speech.t("brief.source", { label: source.label })}
    >
      <Icon aria-hidden size={11} />
      {source.label}
    </button>
  );
}

function openSource({ type, ref }: Source, { ui, navigate, detail }: Context): void {
  const conversation = ui.handles.current.conversation;
  if (type === "article") ui.setSide({ type: "article", slug: ref });
  else if (type === "policy") {
    const kind = detail?.briefing?.kind;
    navigate(kind ? `/policy?kind=${encodeURIComponent(kind)}` : "/policy");
  } else if (type === "conversation") navigate(`/all/${ref}`);
  else if (type === "event") conversation?.goTo(Number(ref));
  else if (type === "signals") {
    conversation?.goTo(Number(ref));
    openDecision(Number(ref));
  } else if (type === "playbook") show(document.getElementById(`step-${ref}`));
  else if (type === "history") show(document.getElementById(`contact-${ref}`));
  else show(document.getElementById("brief-passed_on"));
}

/** Unfolds the decision on a turn, where it is still folded. */
function openDecision(seq: number): void {
  const button = document.querySelector<HTMLElement>(`#why-${seq} button`);
  if (button?.getAttribute("aria-expanded") === "false") button.click();
}

function show(found: HTMLElement | null): void {
  const place = found ?? document.getElementById("side-customer");
  place?.scrollIntoView({ block: "center" });
  (place?.querySelector<HTMLElement>("input, button") ?? place)?.focus({ preventScroll: true });
}
