import type { ConversationEvent } from "./types";

/** Who leads the conversation now, as the header tells it. */
export type Leader =
  | { kind: "ai" }
  | { kind: "review" }
  | { kind: "person"; name: string }
  | { kind: "waiting" }
  | { kind: "callback" }
  | { kind: "message" }
  | { kind: "closed" };

/** Reads the events in order; the last that says anything about the lead decides. */
export function leaderOf(events: readonly ConversationEvent[]): Leader {
  let leader: Leader = { kind: "ai" };
  for (const event of events) leader = next(leader, event);
  return leader;
}

function next(leader: Leader, event: ConversationEvent): Leader {
  switch (event.kind) {
    case "accepted":
      return { kind: "person", name: event.data?.staff?.name ?? "" };
    case "handed_back":
      return { kind: "ai" };
    case "closed":
      return { kind: "closed" };
    case "handoff_requested":
      return leader.kind === "person" ? leader : { kind: "waiting" };
    case "queue_update":
      return leader.kind === "person" ? leader : inQueue(event);
    case "lead_changed":
      return byLead(leader, event);
    case "message":
      return afterMessage(leader, event);
    default:
      return leader;
  }
}

function inQueue(event: ConversationEvent): Leader {
  switch (event.data?.state) {
    case "withdrawn":
      return { kind: "ai" };
    case "callback":
      return { kind: "callback" };
    case "message":
      return { kind: "message" };
    default:
      return { kind: "waiting" };
  }
}

function byLead(leader: Leader, event: ConversationEvent): Leader {
  if (event.data?.lead === "AI") return { kind: "ai" };
  if (event.data?.lead === "REVIEW") return { kind: "review" };
  const awaited = ["person", "callback", "message"].includes(leader.kind);
  return awaited ? leader : { kind: "waiting" };
}

/** A person's own words show who leads even where no acceptance was seen; writing reopens. */
function afterMessage(leader: Leader, event: ConversationEvent): Leader {
  const name = event.provenance?.staff?.name;
  if (event.provenance?.made_by === "person" && name) return { kind: "person", name };
  if (leader.kind === "closed" && event.from === "customer") return { kind: "ai" };
  return leader;
}
