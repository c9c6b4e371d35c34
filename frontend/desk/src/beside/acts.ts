import { useQueryClient } from "@tanstack/react-query";
import { useActions } from "../actions/provider";
import { call } from "../api/client";
import type { Key } from "../i18n";
import { keepFocus } from "../parts/focus";
import { errorWords } from "../parts/states";
import { toast } from "../parts/toasts";

/** Does something on the server and says so; a refusal is shown and gives false. */
export function useAct() {
  const client = useQueryClient();
  const { speech } = useActions();
  return async (
    work: () => Promise<unknown>,
    done: Key | null,
    stale: readonly string[],
  ): Promise<boolean> => {
    try {
      await work();
      if (done) toast("done", speech.t(done));
      return true;
    } catch (error) {
      toast("fault", errorWords(error, speech));
      return false;
    } finally {
      for (const key of [...stale, "desk"]) void client.invalidateQueries({ queryKey: [key] });
      keepFocus();
    }
  };
}

export function post(path: string, body: unknown = {}) {
  return () => call<unknown>("POST", path, body);
}
