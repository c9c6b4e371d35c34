import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import type { StaffArticle } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { call } from "../api/client";
import { useOnline } from "../api/live";
import { Act } from "../parts/button";
import { Sheet } from "../parts/dialog";
import { errorWords } from "../parts/states";
import { toast } from "../parts/toasts";
import { ArticleForm, blank, bodyOf, type Words } from "./form";

/** Writes an article of one's own, as a draft or for all to read. */
export function NewArticle({ onClose }: { onClose: () => void }) {
  const { speech } = useActions();
  const { t } = speech;
  const client = useQueryClient();
  const online = useOnline();
  const [, navigate] = useLocation();
  const [words, setWords] = useState<Words>({ ...blank, locale: speech.locale });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const keep = async () => {
    setBusy(true);
    setProblem("");
    try {
      const made = await call<StaffArticle>("POST", "/knowledge/articles", bodyOf(words, true));
      await client.invalidateQueries({ queryKey: ["articles"] });
      toast("done", t(words.draft ? "gap.saved" : "gap.published"));
      onClose();
      navigate(`/knowledge/${made.slug}`);
    } catch (error) {
      setProblem(errorWords(error, speech));
      setBusy(false);
    }
  };
  return (
    <Sheet title={t("kno.write")} size="wide" onClose={onClose}>
      <div className="dialog-body">
        <ArticleForm words={words} writes onChange={setWords} />
        {online ? null : <p className="muted">{t("gap.offline")}</p>}
        <div role="alert">{problem ? <p className="problems">{problem}</p> : null}</div>
        <footer className="dialog-foot">
          <Act look="quiet" onPress={onClose}>
            {t("do.cancel")}
          </Act>
          <Act
            look="primary"
            isPending={busy}
            isDisabled={!online || !words.title.trim() || !words.text.trim()}
            onPress={() => void keep()}
          >
            {t(words.draft ? "gap.save" : "gap.publish")}
          </Act>
        </footer>
      </div>
    </Sheet>
  );
}
