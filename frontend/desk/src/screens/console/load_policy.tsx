import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button, FileTrigger } from "react-aria-components";
import { useLocation } from "wouter";
import type { PolicyProblem, PolicyVersion } from "../../../../shared/api";
import { useActions } from "../../actions/provider";
import { call, Refused } from "../../api/client";
import { Act } from "../../parts/button";
import { Sheet } from "../../parts/dialog";
import { Field } from "../../parts/field";
import { errorWords } from "../../parts/states";
import { toast } from "../../parts/toasts";

/** Brings a new version in. A bad file is refused with the file, the key and the reason. */
export function LoadPolicy({ onClose }: { onClose: () => void }) {
  const { speech } = useActions();
  const { t } = speech;
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [toml, setToml] = useState("");
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<PolicyProblem[]>([]);

  const load = async () => {
    setBusy(true);
    setProblems([]);
    try {
      const { version } = await call<PolicyVersion>("POST", "/policies", { toml });
      await client.invalidateQueries({ queryKey: ["policies"] });
      toast("done", t("pol.load.done", { version }));
      onClose();
      navigate(`/policy/${version}`);
    } catch (error) {
      setProblems(problemsOf(error, errorWords(error, speech)));
      setBusy(false);
    }
  };
  const choose = async (files: FileList | null) => {
    const file = files?.[0];
    if (file) setToml(await file.text());
  };
  return (
    <Sheet title={t("pol.load")} onClose={onClose} size="wide">
      <div className="dialog-body">
        <p className="dialog-intro">{t("pol.load.intro")}</p>
        <FileTrigger
          acceptedFileTypes={[".toml", "application/toml", "text/plain"]}
          onSelect={(files) => void choose(files)}
        >
          <Button className="button button-plain">{t("pol.load.file")}</Button>
        </FileTrigger>
        <Field
          label={t("pol.load.toml")}
          rows={12}
          value={toml}
          onChange={setToml}
          spellCheck="false"
        />
        <Problems of={problems} />
        <footer className="dialog-foot">
          <Act look="quiet" onPress={onClose}>
            {t("do.cancel")}
          </Act>
          <Act
            look="primary"
            isDisabled={!toml.trim()}
            isPending={busy}
            onPress={() => void load()}
          >
            {t("pol.load.submit")}
          </Act>
        </footer>
      </div>
    </Sheet>
  );
}

function problemsOf(error: unknown, words: string): PolicyProblem[] {
  if (!(error instanceof Refused)) return [{ reason: words }];
  const { problems, field } = error.problem;
  if (problems?.length) return problems;
  return [{ reason: words, ...(field ? { key: field } : {}) }];
}

function Problems({ of }: { of: PolicyProblem[] }) {
  const { speech } = useActions();
  const { t } = speech;
  return (
    <div role="alert">
      {of.length ? (
        <div className="problems">
          <p>
            <b>{t("pol.load.refused")}</b>
          </p>
          <ul>
            {of.map((problem) => (
              <li key={`${problem.key}${problem.reason}`}>
                {problem.file ? <span>{problem.file} </span> : null}
                {problem.key ? <code>{problem.key}</code> : null} {problem.reason}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}
