import type { Action } from "./actions";

/** What can be done with the briefing and the playbook beside a conversation. */
export const briefingActions: readonly Action[] = [
  {
    id: "copy_briefing",
    group: "conversation",
    title: "act.copyBriefing",
    keys: "Shift+B",
    when: (c) => Boolean(c.rights?.note && c.ui.handles.current.briefing),
    run: (c) => c.ui.handles.current.briefing?.copy(),
  },
  {
    id: "playbook",
    group: "conversation",
    title: "act.playbook",
    keys: "Shift+P",
    when: (c) => c.ui.handles.current.playbook !== null,
    run: (c) => c.ui.handles.current.playbook?.focus(),
  },
];
