import { useQueryClient } from "@tanstack/react-query";
import type { IssuedCertificates, KindAutonomy } from "../../../../shared/api";
import { call } from "../../api/client";
import { autonomyQuery, deskQuery } from "../../api/queries";
import { useSpeech } from "../../i18n";
import { keepFocus } from "../../parts/focus";
import { errorWords } from "../../parts/states";
import { toast } from "../../parts/toasts";

/** What a steward can do with certificates. Each gives true when the server did it. */
export function useCertificates() {
  const client = useQueryClient();
  const speech = useSpeech();
  const { t, tn } = speech;
  const tried = async (work: () => Promise<boolean>): Promise<boolean> => {
    try {
      return await work();
    } catch (error) {
      toast("fault", errorWords(error, speech));
      return false;
    } finally {
      keepFocus();
      void client.invalidateQueries({ queryKey: autonomyQuery.queryKey });
      void client.invalidateQueries({ queryKey: deskQuery.queryKey });
    }
  };
  return {
    issue: (kind: Pick<KindAutonomy, "kind" | "title">, threshold: number | null) =>
      tried(async () => {
        const { issued, refused } = await issueAt(kind.kind, threshold);
        if (issued.length) toast("done", t("aut.issue.done", { kind: kind.title }));
        else toast("fault", refused[0]?.sentence ?? t("aut.issueAll.none"));
        return true;
      }),
    issueAll: () =>
      tried(async () => {
        const { issued, refused } = await issueAt(null, null);
        if (issued.length === 0) toast("fault", t("aut.issueAll.none"));
        else toast("done", tn("aut.issueAll.done", issued.length, { refused: refused.length }));
        return true;
      }),
    suspend: (id: string, reason: string) =>
      tried(async () => {
        await call("POST", `/certificates/${encodeURIComponent(id)}/suspension`, {
          reason: reason.trim(),
        });
        toast("done", t("aut.suspend.done"));
        return true;
      }),
  };
}

function issueAt(kind: string | null, threshold: number | null): Promise<IssuedCertificates> {
  const body = {
    ...(kind === null ? {} : { kind }),
    ...(threshold === null ? {} : { threshold }),
  };
  return call<IssuedCertificates>("POST", "/certificates", body);
}
