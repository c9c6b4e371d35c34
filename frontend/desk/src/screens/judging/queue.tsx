import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { Sample, SamplePage, Verdict } from "../../../../shared/api";
import { useActions } from "../../actions/provider";
import { call, Refused } from "../../api/client";
import { useOnline } from "../../api/live";
import { deskQuery, samplesQuery } from "../../api/queries";
import { shownOf } from "../../model/judging";
import { keepFocus } from "../../parts/focus";
import { errorWords } from "../../parts/states";
import { toast } from "../../parts/toasts";
import type { Handles } from "../../ui";
import { AnswerCard } from "./answer";
import { VerdictCard } from "./verdict";

/** So long an answer stands before a key may judge it: one press too many must judge nothing unread. */
const readMs = 700;

/** The waiting answers one after another, each with one key for its verdict. */
export function Queue({ waiting, open }: { waiting: readonly Sample[]; open: number }) {
  const { speech } = useActions();
  const { t } = speech;
  const online = useOnline();
  const [shown, show] = useState<{ id: string | null; index: number }>({ id: null, index: 0 });
  const [notes, setNotes] = useState<Record<string, string>>({});
  const [said, say] = useState<Verdict | null>(null);
  const sample = shownOf(waiting, shown);
  const id = sample?.decision_id ?? "";
  const index = sample ? waiting.indexOf(sample) : 0;
  const heading = useRef<HTMLHeadingElement>(null);
  const note = useRef<HTMLTextAreaElement>(null);
  const { busy, send } = useSending();

  const give = async (verdict: Verdict) => {
    if (!sample || !online || busy) return;
    show({ id: null, index });
    if (await send(sample, verdict, notes[id] ?? "")) say(verdict);
    else show({ id, index });
  };
  const skip = () => {
    const next = waiting[(index + 1) % waiting.length];
    show({ id: next?.decision_id ?? null, index: (index + 1) % waiting.length });
    say(null);
  };

  useFocusOn(id, heading);
  useKeys(id, {
    give: (verdict) => void give(verdict),
    skip,
    note: () => note.current?.focus(),
  });
  if (!sample) return null;
  return (
    <div className="jud">
      <AnswerCard
        sample={sample}
        place={t("jud.place", { n: speech.n(index + 1), all: speech.n(open) })}
        headingRef={heading}
      />
      <VerdictCard
        sample={sample}
        note={notes[id] ?? ""}
        noteRef={note}
        onNote={(text) => setNotes({ ...notes, [id]: text })}
        onRest={() => heading.current?.focus()}
        onGive={(verdict) => void give(verdict)}
        onSkip={waiting.length > 1 ? skip : null}
        isBusy={busy}
        isOnline={online}
        said={said}
      />
    </div>
  );
}

/** Puts the focus on each new answer, so that keyboard and screen reader go on from there. */
function useFocusOn(id: string, heading: RefObject<HTMLElement | null>): void {
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer asks for the focus anew
  useEffect(() => {
    if (!first.current) heading.current?.focus();
    first.current = false;
  }, [id]);
}

/** Lends the answer on the screen to the keyboard, once it has stood there long enough to be read. */
function useKeys(id: string, keys: NonNullable<Handles["judge"]>): void {
  const { ui } = useActions();
  const latest = useRef(keys);
  latest.current = keys;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer must stand a while first
  useEffect(() => {
    const handles = ui.handles.current;
    const timer = setTimeout(() => {
      handles.judge = {
        give: (verdict) => latest.current.give(verdict),
        skip: () => latest.current.skip(),
        note: () => latest.current.note(),
      };
    }, readMs);
    return () => {
      clearTimeout(timer);
      handles.judge = null;
    };
  }, [id, ui.handles]);
}

/** Sends a verdict; the answer leaves the queue at once where the server took it or knows better. */
function useSending() {
  const client = useQueryClient();
  const { speech } = useActions();
  const [busy, setBusy] = useState(false);
  const leave = (id: string) =>
    client.setQueryData<InfiniteData<SamplePage>>(
      samplesQuery("open").queryKey,
      (was) =>
        was && {
          ...was,
          pages: was.pages.map((page) => ({
            ...page,
            open: Math.max(0, page.open - 1),
            samples: page.samples.filter((one) => one.decision_id !== id),
          })),
        },
    );
  const send = async (sample: Sample, verdict: Verdict, note: string): Promise<boolean> => {
    setBusy(true);
    const id = sample.decision_id;
    try {
      const body = { verdict, ...(note.trim() ? { note: note.trim() } : {}) };
      await call("POST", `/samples/${encodeURIComponent(id)}/judgements`, body);
      leave(id);
      return true;
    } catch (error) {
      toast("fault", errorWords(error, speech));
      if (error instanceof Refused && error.status === 409) leave(id);
      return false;
    } finally {
      setBusy(false);
      keepFocus();
      void client.invalidateQueries({ queryKey: ["samples"] });
      void client.invalidateQueries({ queryKey: deskQuery.queryKey });
    }
  };
  return { busy, send };
}
