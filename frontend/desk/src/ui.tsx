import {
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useMemo,
  useRef,
  useState,
} from "react";
import type { Id, Verdict } from "../../shared/api";

/** What the page shows beyond its address: dialogs, the side panel, the composer's mode. */
export type DialogName =
  | "palette"
  | "keys"
  | "hand_back"
  | "close"
  | "take_over"
  | "stop_ai"
  | "start_ai"
  | "certify_all";

/** `quote` is the place to show in what is opened. */
export type Side =
  | { type: "briefing" }
  | { type: "article"; slug: string; quote?: string; at?: string }
  | { type: "solved"; conversation: Id; quote: string };

/** What keyboard commands may move; the screens that show it put it here. */
export interface Handles {
  list: { move: (by: 1 | -1) => void; open: () => void; search: () => void } | null;
  conversation: {
    toggleWhy: () => void;
    editDraft: () => void;
    goTo: (seq: number) => void;
    /** Takes the focus while nobody writes. */
    rest: () => void;
  } | null;
  /** There while an answer waits for my verdict and has been on the screen long enough to be read. */
  judge: { give: (verdict: Verdict) => void; note: () => void; skip: () => void } | null;
  /** There while a tool's call waits for approval in what is shown. */
  approval: { approve: () => void; refuse: () => void } | null;
  /** There while the side panel shows a briefing, or a playbook in it. */
  briefing: { copy: () => void } | null;
  playbook: { focus: () => void } | null;
  /** There while a suggestion may lie beside the composer. */
  draft: { suggest: () => void; use: () => void; dismiss: () => void } | null;
  /** Opens the next source of the draft that is shown. */
  openClaim: (() => void) | null;
  /** The composer takes the focus as soon as it is there. */
  focusComposer: boolean;
}

export interface Ui {
  handles: RefObject<Handles>;
  dialog: { name: DialogName; conversation?: Id } | null;
  openDialog: (name: DialogName, conversation?: Id) => void;
  closeDialog: () => void;
  side: Side;
  setSide: (side: Side) => void;
  sideOpen: boolean;
  setSideOpen: (open: boolean) => void;
  offerSmall: boolean;
  setOfferSmall: (small: boolean) => void;
  menuOpen: boolean;
  setMenuOpen: (open: boolean) => void;
  mode: "reply" | "note";
  /** Chooses what the composer writes and puts the focus there. */
  compose: (mode: "reply" | "note") => void;
  leaveNote: () => void;
  composeCount: number;
}

const UiContext = createContext<Ui | null>(null);

export function UiProvider({ children }: { children: ReactNode }) {
  const handles = useRef<Handles>({
    list: null,
    conversation: null,
    judge: null,
    approval: null,
    briefing: null,
    playbook: null,
    draft: null,
    openClaim: null,
    focusComposer: false,
  });
  const [dialog, setDialog] = useState<Ui["dialog"]>(null);
  const [side, setSide] = useState<Side>({ type: "briefing" });
  const [sideOpen, setSideOpen] = useState(() => window.innerWidth >= 1240);
  const [offerSmall, setOfferSmall] = useState(false);
  const [menuOpen, setMenuOpen] = useState(false);
  const [composer, setComposer] = useState<{ mode: Ui["mode"]; count: number }>({
    mode: "reply",
    count: 0,
  });
  const ui = useMemo<Ui>(
    () => ({
      handles,
      dialog,
      openDialog: (name, conversation) =>
        setDialog(conversation ? { name, conversation } : { name }),
      closeDialog: () => setDialog(null),
      side,
      setSide: (next) => {
        setSide(next);
        if (next.type !== "briefing") setSideOpen(true);
      },
      sideOpen,
      setSideOpen,
      offerSmall,
      setOfferSmall,
      menuOpen,
      setMenuOpen,
      mode: composer.mode,
      compose: (mode) => {
        handles.current.focusComposer = true;
        setComposer((was) => ({ mode, count: was.count + 1 }));
      },
      leaveNote: () => setComposer((was) => ({ ...was, mode: "reply" })),
      composeCount: composer.count,
    }),
    [dialog, side, sideOpen, offerSmall, menuOpen, composer],
  );
  return <UiContext.Provider value={ui}>{children}</UiContext.Provider>;
}

export function useUi(): Ui {
  const ui = useContext(UiContext);
  if (!ui) throw new Error("useUi needs a UiProvider above it");
  return ui;
}
