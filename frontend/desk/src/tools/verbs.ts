import { useQueryClient } from "@tanstack/react-query";
import type { Arguments, Id, ToolCall } from "../../../shared/api";
import { call } from "../api/client";
import { type Key, useSpeech } from "../i18n";
import { uuid } from "../model/uuid";
import { keepFocus } from "../parts/focus";
import { errorWords } from "../parts/states";
import { toast } from "../parts/toasts";

/** What staff decide about calls of tools. Each gives true when the server did it. */
export function useToolVerbs() {
  const client = useQueryClient();
  const speech = useSpeech();
  const tried = async (path: string, body: unknown, done: Key) => {
    try {
      const made = await call<ToolCall>("POST", path, body);
      toast("done", speech.t(done));
      await client.invalidateQueries({ queryKey: ["conversation", made.conversation_id] });
      return true;
    } catch (error) {
      toast("fault", errorWords(error, speech));
      await client.invalidateQueries({ queryKey: ["conversation"] });
      return false;
    } finally {
      keepFocus();
      void client.invalidateQueries({ queryKey: ["calls"] });
      void client.invalidateQueries({ queryKey: ["approvals"] });
      void client.invalidateQueries({ queryKey: ["desk"] });
      void client.invalidateQueries({ queryKey: ["rows"] });
    }
  };
  return {
    approve: (id: Id, changed?: Arguments) =>
      tried(`/calls/${id}/approval`, changed ? { arguments: changed } : {}, "tool.approved"),
    refuse: (id: Id, reason: string) =>
      tried(`/calls/${id}/refusal`, { reason: reason.trim() }, "tool.refused"),
    settle: (id: Id, happened: boolean) =>
      tried(`/calls/${id}/settlement`, { happened }, "tool.settled"),
    undo: (id: Id, undoId: Id, confirmed: boolean) =>
      tried(`/calls/${id}/undo`, { undo_id: undoId, confirmed }, "undo.begun"),
    start: (conversation: Id, tool: string, values: Arguments, confirmed: boolean) =>
      tried(
        `/conversations/${conversation}/calls`,
        { call_id: uuid(), tool, arguments: values, confirmed },
        "tool.started",
      ),
  };
}
