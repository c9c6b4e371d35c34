import { useQueryClient } from "@tanstack/react-query";
import type { Briefing, Detail, Id } from "../../../shared/api";
import { call } from "../api/client";
import { useSpeech } from "../i18n";
import { errorWords } from "../parts/states";
import { toast } from "../parts/toasts";

/** Ticks a step of a conversation's playbook, or takes the tick away; a refusal is shown. */
export function useTick(id: Id, playbook: string) {
  const client = useQueryClient();
  const speech = useSpeech();
  return async (step: string, done: boolean): Promise<void> => {
    const key = ["conversation", id];
    const show = (change: (was: Briefing) => Briefing) =>
      client.setQueryData<Detail>(key, (was) =>
        was?.briefing ? { ...was, briefing: change(was.briefing) } : was,
      );
    await client.cancelQueries({ queryKey: key, exact: true });
    show((was) => ticked(was, step, done));
    try {
      const path = `/conversations/${id}/playbooks/${playbook}/steps/${step}`;
      const made = await call<Briefing>("PUT", path, { done });
      show(() => made);
    } catch (error) {
      show((was) => ticked(was, step, !done));
      toast("fault", errorWords(error, speech));
    } finally {
      // A reading under way may be older, and one that was cut off above may have had other news.
      void client.invalidateQueries({ queryKey: key, exact: true });
    }
  };
}

/** The briefing with one step's tick set at once, before the server has answered. */
export function ticked(briefing: Briefing, step: string, done: boolean): Briefing {
  const { playbook } = briefing;
  if (!playbook) return briefing;
  const steps = playbook.steps.map((one) => (one.name === step ? { ...one, done } : one));
  return { ...briefing, playbook: { ...playbook, steps } };
}
