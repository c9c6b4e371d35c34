import type { Desk, Detail, Id, Me, Row, View } from "../../../shared/api";
import type { Key, Speech } from "../i18n";
import { has, type Rights } from "../model/rights";
import { setTheme, shownTheme } from "../settings";
import type { Ui } from "../ui";
import { briefingActions } from "./briefing";
import { draftActions } from "./drafts";
import { judgingActions } from "./judging";
import { toolActions } from "./tools";
import type { Verbs } from "./verbs";

/** All that an action may look at and touch. */
export interface Context {
  me: Me;
  desk: Desk | undefined;
  /** The open conversation, and what I may do there. */
  detail: Detail | undefined;
  rights: Rights | null;
  offer: Row | undefined;
  ui: Ui;
  verbs: Verbs;
  speech: Speech;
  navigate: (path: string) => void;
}

export interface Action {
  id: string;
  group: "go" | "list" | "conversation" | "judging" | "desk";
  title: Key;
  /** A closer name in this context, for the palette. */
  titleNow?: (c: Context) => Key;
  /** Strokes parted by spaces: "g q", "mod+k", "Shift+S". */
  keys: string;
  when: (c: Context) => boolean;
  run: (c: Context) => void;
  /** The focused element itself answers this key; the keyboard must not. */
  native?: boolean;
}

const always = () => true;
const governs = (c: Context) => has(c.me, "steward") || has(c.me, "supervisor");
/** Whoever has just taken the lead is going to write. */
export async function leading(c: Pick<Context, "ui">, work: Promise<boolean>): Promise<boolean> {
  const done = await work;
  if (done) c.ui.compose("reply");
  return done;
}

const openId = (c: Context): Id => c.detail?.conversation.id ?? "";

function goToView(view: View, keys: string): Action {
  return {
    id: `go_${view}`,
    group: "go",
    title: `view.${view}`,
    keys,
    when: always,
    run: (c) => c.navigate(`/${view}`),
  };
}

function goToPage(page: string, title: Key, keys: string, when: Action["when"]): Action {
  return { id: `go_${page}`, group: "go", title, keys, when, run: (c) => c.navigate(`/${page}`) };
}

function onConversation(
  id: string,
  title: Key,
  keys: string,
  when: (rights: Rights, c: Context) => boolean,
  run: Action["run"],
): Action {
  return {
    id,
    group: "conversation",
    title,
    keys,
    when: (c) => c.rights !== null && when(c.rights, c),
    run,
  };
}

/** Every action there is: buttons, the palette, the keyboard and its map all read this list. */
export const actions: readonly Action[] = [
  goToView("queue", "g q"),
  goToView("mine", "g m"),
  goToView("reviews", "g r"),
  goToView("ai", "g i"),
  goToView("callbacks", "g b"),
  goToView("all", "g a"),
  goToView("closed", "g c"),
  goToPage("supervision", "nav.supervision", "g s", (c) => has(c.me, "supervisor")),
  goToPage("approvals", "nav.approvals", "g v", always),
  goToPage("judging", "nav.judging", "g j", always),
  goToPage("promises", "nav.promises", "g o", always),
  goToPage("snippets", "nav.snippets", "g x", always),
  goToPage("autonomy", "nav.autonomy", "g u", governs),
  goToPage("drafts", "nav.drafts", "g e", governs),
  goToPage("policy", "nav.policy", "g p", always),
  goToPage("decisions", "nav.decisions", "g d", always),
  goToPage("staff", "nav.staff", "g t", (c) => has(c.me, "admin")),
  goToPage("keys", "nav.keys", "g k", (c) => has(c.me, "admin")),
  goToPage("integrations", "nav.integrations", "g n", (c) => has(c.me, "admin")),
  {
    id: "next",
    group: "list",
    title: "act.next",
    keys: "j",
    when: (c) => c.ui.handles.current.list !== null,
    run: (c) => c.ui.handles.current.list?.move(1),
  },
  {
    id: "previous",
    group: "list",
    title: "act.previous",
    keys: "k",
    when: (c) => c.ui.handles.current.list !== null,
    run: (c) => c.ui.handles.current.list?.move(-1),
  },
  {
    id: "open",
    group: "list",
    title: "act.open",
    keys: "Enter",
    native: true,
    when: (c) => c.ui.handles.current.list !== null,
    run: (c) => c.ui.handles.current.list?.open(),
  },
  {
    id: "search",
    group: "list",
    title: "act.search",
    keys: "/",
    when: (c) => c.ui.handles.current.list !== null,
    run: (c) => c.ui.handles.current.list?.search(),
  },
  {
    id: "accept",
    group: "conversation",
    title: "act.accept",
    titleNow: (c) => (c.offer ? "act.acceptOffer" : "act.accept"),
    keys: "a",
    when: (c) => Boolean(c.offer || c.rights?.accept),
    run: (c) => void leading(c, c.verbs.accept(c.offer?.id ?? openId(c))),
  },
  {
    id: "decline",
    group: "conversation",
    title: "act.decline",
    titleNow: (c) => (c.offer ? "act.declineOffer" : "act.decline"),
    keys: "d",
    when: (c) => Boolean(c.offer || c.rights?.decline),
    run: (c) => void c.verbs.decline(c.offer?.id ?? openId(c)),
  },
  onConversation(
    "take_over",
    "act.takeOver",
    "t",
    (r) => r.takeOver,
    (c) => {
      if (c.rights?.takeOverFrom) c.ui.openDialog("take_over", openId(c));
      else void leading(c, c.verbs.takeOver(openId(c)));
    },
  ),
  onConversation(
    "hand_back",
    "act.handBack",
    "b",
    (r) => r.handBack,
    (c) => c.ui.openDialog("hand_back", openId(c)),
  ),
  onConversation(
    "close",
    "act.close",
    "c",
    (r) => r.close,
    (c) => c.ui.openDialog("close", openId(c)),
  ),
  onConversation(
    "reply",
    "act.reply",
    "r",
    (r) => r.reply,
    (c) => c.ui.compose("reply"),
  ),
  onConversation(
    "note",
    "act.note",
    "n",
    (r) => r.note,
    (c) => c.ui.compose("note"),
  ),
  onConversation(
    "send_draft",
    "act.sendDraft",
    "Shift+S",
    (r) => r.review,
    (c) => {
      if (c.detail?.draft) void c.verbs.sendDraft(openId(c), c.detail.draft.id);
    },
  ),
  onConversation(
    "edit_draft",
    "act.editDraft",
    "e",
    (r) => r.review,
    (c) => c.ui.handles.current.conversation?.editDraft(),
  ),
  onConversation("why", "act.why", "w", always, (c) =>
    c.ui.handles.current.conversation?.toggleWhy(),
  ),
  onConversation("briefing", "act.briefing", "i", always, (c) => c.ui.setSideOpen(!c.ui.sideOpen)),
  ...briefingActions,
  ...draftActions,
  ...judgingActions,
  ...toolActions,
  {
    id: "palette",
    group: "desk",
    title: "act.palette",
    keys: "mod+k",
    when: always,
    run: (c) => c.ui.openDialog("palette"),
  },
  {
    id: "keys",
    group: "desk",
    title: "act.keys",
    keys: "?",
    when: always,
    run: (c) => c.ui.openDialog("keys"),
  },
  {
    id: "presence",
    group: "desk",
    title: "act.available",
    keys: "p",
    when: always,
    run: (c) =>
      void c.verbs.setPresence(
        (c.desk?.me ?? c.me).presence === "available" ? "away" : "available",
      ),
  },
  {
    id: "stop_ai",
    group: "desk",
    title: "act.stopAi",
    keys: "Shift+X",
    when: (c) => has(c.me, "supervisor") && !c.desk?.ai.stopped_at,
    run: (c) => c.ui.openDialog("stop_ai"),
  },
  {
    id: "start_ai",
    group: "desk",
    title: "act.startAi",
    keys: "Shift+O",
    when: (c) => has(c.me, "supervisor") && Boolean(c.desk?.ai.stopped_at),
    run: (c) => c.ui.openDialog("start_ai"),
  },
  {
    id: "certify_all",
    group: "desk",
    title: "act.certifyAll",
    keys: "Shift+C",
    when: (c) => has(c.me, "steward"),
    run: (c) => c.ui.openDialog("certify_all"),
  },
  {
    id: "theme",
    group: "desk",
    title: "act.theme",
    keys: "Shift+D",
    when: always,
    run: () => setTheme(shownTheme() === "dark" ? "light" : "dark"),
  },
  {
    id: "language",
    group: "desk",
    title: "act.language",
    keys: "Shift+L",
    when: always,
    run: (c) => c.speech.setLocale(c.speech.locale === "en" ? "de" : "en"),
  },
  {
    id: "sign_out",
    group: "desk",
    title: "act.signOut",
    keys: "Shift+Q",
    when: always,
    run: (c) => void c.verbs.signOut(),
  },
];

/** The shortcut of an action, for buttons that do the same. */
export function keysOf(id: string): string | undefined {
  return actions.find((action) => action.id === id)?.keys;
}
