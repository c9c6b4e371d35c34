import type { Action, Context } from "./actions";

const waiting = (c: Context) => c.ui.handles.current.approval !== null;

/** What can be done with a tool's call that waits for approval in the open conversation or on the page of approvals. */
export const toolActions: readonly Action[] = [
  {
    id: "approve_call",
    group: "conversation",
    title: "act.approveCall",
    keys: "Shift+Y",
    when: waiting,
    run: (c) => c.ui.handles.current.approval?.approve(),
  },
  {
    id: "refuse_call",
    group: "conversation",
    title: "act.refuseCall",
    keys: "Shift+N",
    when: waiting,
    run: (c) => c.ui.handles.current.approval?.refuse(),
  },
];
