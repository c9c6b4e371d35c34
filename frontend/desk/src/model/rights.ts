import type { Detail, Me, Role } from "../../../shared/api";

/** An administrator has every role; a supervisor is staff too. */
export function has(me: Me, role: Role): boolean {
  if (me.roles.includes("admin") || me.roles.includes(role)) return true;
  return role === "staff" && me.roles.length > 0;
}

export interface Rights {
  reply: boolean;
  accept: boolean;
  decline: boolean;
  takeOver: boolean;
  /** Taking over from a colleague asks for a reason first. */
  takeOverFrom: string | null;
  handBack: boolean;
  close: boolean;
  review: boolean;
  note: boolean;
}

/** What this member of staff may do with this conversation now; the server decides in the end. */
export function rightsOf(detail: Detail, me: Me): Rights {
  const { state, owner, handoff } = detail.conversation;
  const mine = state === "person" && owner.staff?.id === me.id;
  const others = state === "person" && !mine;
  const offeredToMe = handoff?.offered_to?.id === me.id;
  const offeredAway = Boolean(handoff?.offered_to) && !offeredToMe;
  const open = state !== "closed";
  return {
    reply: mine,
    accept: state === "queued" && (offeredToMe || !offeredAway),
    decline: state === "queued" && offeredToMe,
    takeOver: open && !mine && (!others || has(me, "supervisor")),
    takeOverFrom: others ? (owner.staff?.name ?? null) : null,
    handBack: mine,
    close: open && (mine || (!others && has(me, "staff"))),
    review: state === "review" && Boolean(detail.draft),
    note: true,
  };
}
