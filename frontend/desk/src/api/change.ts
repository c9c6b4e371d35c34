import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useActions } from "../actions/provider";
import { errorWords } from "../parts/states";
import { toast } from "../parts/toasts";

/** Changes something and reads again what it changed; true when the server did it, else it is said why not. */
export function useChange(queryKey: QueryKey) {
  const client = useQueryClient();
  const { speech } = useActions();
  return async (change: () => Promise<unknown>): Promise<boolean> => {
    try {
      await change();
      await client.invalidateQueries({ queryKey });
      return true;
    } catch (error) {
      toast("fault", errorWords(error, speech));
      return false;
    }
  };
}
