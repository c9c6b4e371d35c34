import { useQueryClient } from "@tanstack/react-query";
import { FileUp, X } from "lucide-react";
import { useState } from "react";
import { Button, DropZone, FileTrigger, ProgressBar } from "react-aria-components";
import type { ImportRun } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { call } from "../api/client";
import { Act, IconAct } from "../parts/button";
import { Sheet } from "../parts/dialog";
import { Field } from "../parts/field";
import { Scroll } from "../parts/scroll";
import { errorWords } from "../parts/states";
import { toast } from "../parts/toasts";
import {
  type Chosen,
  chosenOf,
  droppedOf,
  isReadable,
  kinds,
  largestTogether,
  merged,
  mostFiles,
  sizeOf,
} from "./files";
import { PropertyFields } from "./properties";
import { type Standing, useSending, waiting } from "./sending";

const start = { audience: "customer", locale: "en", owner: "", valid_from: "", valid_until: "" };

/** Begins an import of files or of an address; follows files one by one until they are read. */
export function BeginImport({ onClose }: { onClose: () => void }) {
  const { speech } = useActions();
  const { t } = speech;
  const [files, setFiles] = useState<readonly Chosen[]>([]);
  const [left, setLeft] = useState(0);
  const [said, say] = useState(start);
  const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value.trim()));
  const sending = useSending(given);
  const { phase } = sending;
  const add = (more: readonly Chosen[]) => {
    setFiles(merged(files, more.filter(isReadable)));
    setLeft(left + more.filter((one) => !isReadable(one)).length);
  };
  const size = files.reduce((sum, { file }) => sum + file.size, 0);
  const tooMuch = size > largestTogether || files.length > mostFiles;
  return (
    <Sheet
      title={t("imp.begin.title")}
      size="wide"
      onClose={onClose}
      keepOpen={phase === "sending"}
    >
      <div className="dialog-body">
        {phase === "choosing" ? (
          <>
            <p className="dialog-intro">{t("imp.begin.intro")}</p>
            <ChooseFiles onChosen={add} />
          </>
        ) : null}
        <FileList
          files={files}
          standing={sending.standing}
          onDrop={
            phase === "choosing"
              ? (path) => setFiles(files.filter((one) => one.path !== path))
              : null
          }
        />
        {files.length ? (
          <p className="muted" data-late={tooMuch || undefined}>
            {tooMuch
              ? t("up.tooMuch", { n: files.length, size: sizeOf(size) })
              : speech.tn("up.size", files.length, { size: sizeOf(size) })}
            {left ? ` ${speech.tn("up.left", left)}` : ""}
          </p>
        ) : null}
        {phase === "choosing" ? (
          <PropertyFields of={said} onSet={(name, value) => say({ ...said, [name]: value })} />
        ) : null}
        {phase === "choosing" && !files.length ? (
          <FromAddress said={given} onClose={onClose} />
        ) : (
          <>
            <div role="alert">
              {sending.problem ? <p className="problems">{sending.problem}</p> : null}
            </div>
            {phase === "over" && !sending.problem ? (
              <p role="status">{t("up.done", { n: sending.run?.articles ?? 0 })}</p>
            ) : null}
            <footer className="dialog-foot">
              {phase === "sending" || phase === "reading" ? (
                <Act look="quiet" onPress={() => void sending.cancel()}>
                  {t("imp.cancel")}
                </Act>
              ) : null}
              {phase === "choosing" ? (
                <>
                  <Act look="quiet" onPress={onClose}>
                    {t("do.cancel")}
                  </Act>
                  <Act look="primary" isDisabled={tooMuch} onPress={() => void sending.send(files)}>
                    {t("imp.submit")}
                  </Act>
                </>
              ) : (
                <Act look="primary" isPending={phase === "sending"} onPress={onClose}>
                  {t("do.close")}
                </Act>
              )}
            </footer>
          </>
        )}
      </div>
    </Sheet>
  );
}

function ChooseFiles({ onChosen }: { onChosen: (files: Chosen[]) => void }) {
  const { speech } = useActions();
  const { t } = speech;
  return (
    <DropZone
      className="kno-drop"
      aria-label={t("up.drop")}
      onDrop={(event) => void droppedOf(event.items).then(onChosen)}
    >
      <FileUp aria-hidden size={20} />
      <p>{t("up.drop")}</p>
      <div className="kno-file">
        <FileTrigger
          acceptedFileTypes={kinds}
          allowsMultiple
          onSelect={(files) => onChosen(chosenOf(files))}
        >
          <Button className="button button-plain">{t("up.files")}</Button>
        </FileTrigger>
        <FileTrigger acceptDirectory onSelect={(files) => onChosen(chosenOf(files))}>
          <Button className="button button-plain">{t("up.folder")}</Button>
        </FileTrigger>
      </div>
      <p className="muted">{t("imp.file.kinds")}</p>
    </DropZone>
  );
}

interface FileListProps {
  files: readonly Chosen[];
  standing: Record<string, Standing>;
  onDrop: ((path: string) => void) | null;
}

function FileList({ files, standing, onDrop }: FileListProps) {
  const { speech } = useActions();
  const { t } = speech;
  if (!files.length) return null;
  return (
    <div className="kno-files">
      <Scroll className="kno-files-scroll" label={t("up.list")}>
        <ul>
          {files.map(({ path, file }) => {
            const now = standing[path] ?? waiting;
            return (
              <li key={path} className="kno-upload" data-state={now.state}>
                <span className="kno-upload-name">{path}</span>
                {onDrop ? (
                  <>
                    <span className="muted">{sizeOf(file.size)}</span>
                    <IconAct label={t("up.leaveOut", { path })} onPress={() => onDrop(path)}>
                      <X aria-hidden size={14} />
                    </IconAct>
                  </>
                ) : (
                  <span className="muted">{t(`up.state.${now.state}`)}</span>
                )}
                {now.state === "sending" ? (
                  <ProgressBar
                    className="kno-bar"
                    aria-label={t("up.progress", { path })}
                    value={now.share * 100}
                  >
                    {({ percentage }) => <span style={{ width: `${percentage ?? 0}%` }} />}
                  </ProgressBar>
                ) : null}
                {now.problem ? <p className="kno-failed">{now.problem}</p> : null}
              </li>
            );
          })}
        </ul>
      </Scroll>
    </div>
  );
}

function FromAddress({ said, onClose }: { said: Record<string, string>; onClose: () => void }) {
  const { speech } = useActions();
  const { t } = speech;
  const client = useQueryClient();
  const [url, setUrl] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const begin = async () => {
    setBusy(true);
    setProblem("");
    try {
      await call<ImportRun>("POST", "/knowledge/imports", { url: url.trim(), ...said });
      await client.invalidateQueries({ queryKey: ["imports"] });
      toast("done", t("imp.begun"));
      onClose();
    } catch (error) {
      setProblem(errorWords(error, speech));
      setBusy(false);
    }
  };
  return (
    <>
      <Field label={t("imp.url")} hint={t("imp.url.hint")} value={url} onChange={setUrl} />
      <div role="alert">{problem ? <p className="problems">{problem}</p> : null}</div>
      <footer className="dialog-foot">
        <Act look="quiet" onPress={onClose}>
          {t("do.cancel")}
        </Act>
        <Act look="primary" isDisabled={!url.trim()} isPending={busy} onPress={() => void begin()}>
          {t("imp.submit")}
        </Act>
      </footer>
    </>
  );
}
