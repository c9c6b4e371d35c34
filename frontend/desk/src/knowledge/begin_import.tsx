import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button, FileTrigger } from "react-aria-components";
import type { ImportRun } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { call, query } from "../api/client";
import { Act } from "../parts/button";
import { Sheet } from "../parts/dialog";
import { Choice, Field } from "../parts/field";
import { errorWords } from "../parts/states";
import { toast } from "../parts/toasts";

const kinds = [".md", ".markdown", ".txt", ".html", ".htm", ".pdf", ".docx", ".csv"];
const start = { audience: "customer", locale: "en", owner: "", valid_from: "", valid_until: "" };

/** Begins an import of one file, or of an address; the rest is a worker's. */
export function BeginImport({ onClose }: { onClose: () => void }) {
  const { speech } = useActions();
  const { t } = speech;
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [url, setUrl] = useState("");
  const [said, say] = useState(start);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const set = (name: keyof typeof start) => (value: string) => say({ ...said, [name]: value });

  const begin = async () => {
    setBusy(true);
    setProblem("");
    const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value.trim()));
    try {
      if (file) {
        const path = `/knowledge/uploads${query({ name: file.name, ...given })}`;
        await call<ImportRun>("POST", path, file);
      } else {
        await call<ImportRun>("POST", "/knowledge/imports", { url: url.trim(), ...given });
      }
      await client.invalidateQueries({ queryKey: ["imports"] });
      toast("done", t("imp.begun"));
      onClose();
    } catch (error) {
      setProblem(errorWords(error, speech));
      setBusy(false);
    }
  };
  return (
    <Sheet title={t("imp.begin.title")} onClose={onClose}>
      <div className="dialog-body">
        <p className="dialog-intro">{t("imp.begin.intro")}</p>
        <div className="kno-file">
          <FileTrigger acceptedFileTypes={kinds} onSelect={(files) => setFile(files?.[0] ?? null)}>
            <Button className="button button-plain">{t("imp.file")}</Button>
          </FileTrigger>
          <span>{file?.name ?? t("imp.file.kinds")}</span>
        </div>
        <Field label={t("imp.url")} value={url} onChange={setUrl} isDisabled={file !== null} />
        <Choice
          label={t("kno.audience")}
          value={said.audience}
          onChange={set("audience")}
          options={[
            { value: "customer", label: t("kno.audience.customer") },
            { value: "staff", label: t("kno.audience.staff") },
          ]}
        />
        <Field label={t("kno.locale")} value={said.locale} onChange={set("locale")} />
        <Field label={t("imp.owner")} value={said.owner} onChange={set("owner")} />
        <Field
          label={t("imp.from")}
          hint={t("imp.day")}
          value={said.valid_from}
          onChange={set("valid_from")}
        />
        <Field label={t("imp.until")} value={said.valid_until} onChange={set("valid_until")} />
        <div role="alert">{problem ? <p className="problems">{problem}</p> : null}</div>
        <footer className="dialog-foot">
          <Act look="quiet" onPress={onClose}>
            {t("do.cancel")}
          </Act>
          <Act
            look="primary"
            isDisabled={!file && !url.trim()}
            isPending={busy}
            onPress={() => void begin()}
          >
            {t("imp.submit")}
          </Act>
        </footer>
      </div>
    </Sheet>
  );
}
