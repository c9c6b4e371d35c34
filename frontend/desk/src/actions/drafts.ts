import type { Action } from "./actions";

/** What can be done with a draft by keyboard, while one lies beside the conversation. */
export const draftActions: readonly Action[] = [
  {
    id: "suggest_draft",
    group: "conversation",
    title: "act.suggestDraft",
    keys: "f",
    when: (c) => c.ui.handles.current.draft !== null,
    run: (c) => c.ui.handles.current.draft?.suggest(),
  },
  {
    id: "use_draft",
    group: "conversation",
    title: "act.useDraft",
    keys: "u",
    when: (c) => c.ui.handles.current.draft !== null,
    run: (c) => c.ui.handles.current.draft?.use(),
  },
  {
    id: "dismiss_draft",
    group: "conversation",
    title: "act.dismissDraft",
    keys: "Shift+U",
    when: (c) => c.ui.handles.current.draft !== null,
    run: (c) => c.ui.handles.current.draft?.dismiss(),
  },
  {
    id: "open_claim",
    group: "conversation",
    title: "act.openClaim",
    keys: "o",
    when: (c) => c.ui.handles.current.openClaim !== null,
    run: (c) => c.ui.handles.current.openClaim?.(),
  },
];
