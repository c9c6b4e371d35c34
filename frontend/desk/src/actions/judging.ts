import type { Verdict } from "../../../shared/api";
import type { Action, Context } from "./actions";

/** The keys of the verdicts: the digits in the order of the buttons, the same in every language. */
export const verdictKeys: Record<Verdict, string> = {
  right: "1",
  wrong: "2",
  harmful: "3",
  unclear: "4",
};

export const verdicts = Object.keys(verdictKeys) as Verdict[];

const waiting = (c: Context) => c.ui.handles.current.judge !== null;

/** What can be done with an answer that waits for a verdict. */
export const judgingActions: readonly Action[] = [
  ...verdicts.map(
    (verdict): Action => ({
      id: `judge_${verdict}`,
      group: "judging",
      title: `act.judge.${verdict}`,
      keys: verdictKeys[verdict],
      when: waiting,
      run: (c) => c.ui.handles.current.judge?.give(verdict),
    }),
  ),
  {
    id: "judge_note",
    group: "judging",
    title: "act.judge.note",
    keys: "m",
    when: waiting,
    run: (c) => c.ui.handles.current.judge?.note(),
  },
  {
    id: "judge_skip",
    group: "judging",
    title: "act.judge.next",
    keys: "s",
    when: waiting,
    run: (c) => c.ui.handles.current.judge?.skip(),
  },
];
