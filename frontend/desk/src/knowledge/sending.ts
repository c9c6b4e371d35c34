import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { ImportRun } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { call, query, Unreachable } from "../api/client";
import { sendFile } from "../api/upload";
import { errorWords } from "../parts/states";
import { type Chosen, largestFile } from "./files";
import { isOpen } from "./queries";

export type Phase = "choosing" | "sending" | "reading" | "over";
export type FileState = "waiting" | "sending" | "sent" | "kept" | "unchanged" | "failed";

/** How a file stands; `share` of it is sent, 0 to 1. */
export interface Standing {
  state: FileState;
  share: number;
  problem: string;
}

export const waiting: Standing = { state: "waiting", share: 0, problem: "" };
const tries = 3;

/** Sends files one after the other, lets them be read when all are there, and follows each to its end. */
export function useSending(said: Record<string, string>) {
  const { speech } = useActions();
  const client = useQueryClient();
  const [phase, setPhase] = useState<Phase>("choosing");
  const [standing, setStanding] = useState<Record<string, Standing>>({});
  const [run, setRun] = useState<ImportRun | null>(null);
  const [problem, setProblem] = useState("");
  const leaving = useRef(new AbortController());
  const move = (path: string, to: Partial<Standing>) =>
    setStanding((all) => ({ ...all, [path]: { ...(all[path] ?? waiting), ...to } }));

  const one = async (id: string, { path, file }: Chosen): Promise<boolean> => {
    const { signal } = leaving.current;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await sendFile<ImportRun>({
          path: `/knowledge/uploads/batches/${id}/files${query({ path })}`,
          file,
          signal,
          onProgress: (share) => move(path, { state: "sending", share }),
        });
        move(path, { state: "sent", share: 1 });
        return true;
      } catch (error) {
        if (signal.aborted) throw error;
        if (!(error instanceof Unreachable) || attempt === tries) {
          move(path, { state: "failed", problem: errorWords(error, speech) });
          if (error instanceof Unreachable) throw error;
          return false;
        }
        await new Promise((again) => setTimeout(again, 1_000 * attempt));
      }
    }
  };

  const send = async (files: readonly Chosen[]) => {
    leaving.current = new AbortController();
    setProblem("");
    setStanding({});
    setPhase("sending");
    let begun: ImportRun | null = null;
    try {
      const fit = files.filter(({ file }) => file.size <= largestFile && file.size > 0);
      for (const { path, file } of files) {
        if (file.size === 0) move(path, { state: "failed", problem: speech.t("up.empty") });
        if (file.size > largestFile)
          move(path, { state: "failed", problem: speech.t("up.tooLarge") });
      }
      const bytes = fit.reduce((sum, { file }) => sum + file.size, 0);
      begun = await call<ImportRun>("POST", "/knowledge/uploads/batches", {
        ...said,
        files: fit.length,
        bytes,
      });
      setRun(begun);
      let sent = 0;
      for (const file of fit) if (await one(begun.id, file)) sent += 1;
      if (sent === 0) throw new Error("none");
      setRun(await call<ImportRun>("POST", `/knowledge/uploads/batches/${begun.id}/start`));
      setPhase("reading");
      void client.invalidateQueries({ queryKey: ["imports"] });
    } catch (error) {
      if (begun) await drop(begun.id);
      const words = leaving.current.signal.aborted
        ? speech.t("up.cancelled")
        : error instanceof Error && error.message === "none"
          ? speech.t("up.none")
          : `${errorWords(error, speech)} ${speech.t("up.nothing")}`;
      setProblem(words);
      setPhase("over");
      void client.invalidateQueries({ queryKey: ["imports"] });
    }
  };

  const cancel = async () => {
    leaving.current.abort();
    if (phase === "reading" && run) {
      await drop(run.id);
      setProblem(speech.t("imp.cancelled"));
      setPhase("over");
      void client.invalidateQueries({ queryKey: ["imports"] });
    }
  };

  useFollowed(phase === "reading" ? run : null, (now) => {
    setRun(now);
    for (const { path, state } of now.files ?? []) {
      const told = now.problems?.find((each) => each.path === path);
      const words = told ? [told.place, told.reason, told.remedy].filter(Boolean).join(" ") : "";
      move(path, { state: state === "waiting" ? "sent" : state, problem: words });
    }
    if (isOpen(now)) return;
    setPhase("over");
    void client.invalidateQueries({ queryKey: ["imports"] });
    void client.invalidateQueries({ queryKey: ["articles"] });
  });
  return { phase, standing, run, problem, send, cancel };
}

/** Ends an import; one that has ended already, or cannot be reached, is dropped by the server in time. */
async function drop(id: string): Promise<void> {
  try {
    await call("POST", `/knowledge/imports/${id}/cancellation`);
  } catch {
    return;
  }
}

function useFollowed(run: ImportRun | null, onNews: (now: ImportRun) => void): void {
  const tell = useRef(onNews);
  tell.current = onNews;
  const id = run?.id;
  useEffect(() => {
    if (!id) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let followed = true;
    // One after the other, so that no older answer comes after a newer one.
    const soon = () => {
      timer = setTimeout(ask, 1_000);
    };
    const ask = async () => {
      try {
        const now = await call<ImportRun>("GET", `/knowledge/imports/${id}`);
        if (followed) tell.current(now);
      } catch {
        // asked again in a second
      }
      if (followed) soon();
    };
    soon();
    return () => {
      followed = false;
      clearTimeout(timer);
    };
  }, [id]);
}
