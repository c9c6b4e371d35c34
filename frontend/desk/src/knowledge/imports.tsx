import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { ProgressBar } from "react-aria-components";
import type { ImportRun } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { call } from "../api/client";
import { dayAndClock } from "../model/time";
import { Act } from "../parts/button";
import { errorWords, Loaded, Skeleton, State } from "../parts/states";
import { toast } from "../parts/toasts";
import { Card } from "../screens/page";
import { sourceOf } from "./filters";
import { importsQuery, isOpen } from "./queries";

/** The latest imports with how far they are. Articles are asked for again when one has moved on. */
export function Imports() {
  const { speech } = useActions();
  const { t } = speech;
  const imports = useQuery(importsQuery);
  const client = useQueryClient();
  const changed = imports.data?.reduce((sum, run) => sum + run.articles + run.removed, 0);
  const seen = useRef(changed);
  useEffect(() => {
    if (seen.current !== undefined && changed !== seen.current) {
      void client.invalidateQueries({ queryKey: ["articles"] });
    }
    seen.current = changed;
  }, [changed, client]);
  return (
    <Card title={t("imp.title")} hint={t("imp.hint")} className="kno-imports">
      <Loaded of={imports} skeleton={<Skeleton lines={2} />}>
        {(runs) =>
          runs.length ? (
            <>
              <Runs of={runs.filter((run, place) => place === 0 || isOpen(run))} />
              <Earlier of={runs.filter((run, place) => place > 0 && !isOpen(run))} />
            </>
          ) : (
            <State title={t("imp.none")} />
          )
        }
      </Loaded>
    </Card>
  );
}

function Runs({ of }: { of: readonly ImportRun[] }) {
  return (
    <ul>
      {of.map((run) => (
        <Run key={run.id} run={run} />
      ))}
    </ul>
  );
}

function Earlier({ of }: { of: readonly ImportRun[] }) {
  const { speech } = useActions();
  if (!of.length) return null;
  return (
    <details className="kno-earlier">
      <summary>{speech.tn("imp.earlier", of.length)}</summary>
      <Runs of={of} />
    </details>
  );
}

function Run({ run }: { run: ImportRun }) {
  const { speech } = useActions();
  const { t, tn, n, locale } = speech;
  const counts = {
    articles: n(run.articles),
    unchanged: n(run.unchanged),
    removed: n(run.removed),
  };
  return (
    <li className="kno-run">
      <div className="kno-run-head">
        <b>{sourceOf(run.source, t)}</b>
        <span className="kno-state" data-state={run.state}>
          {t(`imp.state.${run.state}`)}
        </span>
        <span className="muted">
          {t("imp.by", { name: run.started_by, time: dayAndClock(run.started_at, locale) })}
        </span>
        {isOpen(run) ? <Cancel run={run} /> : null}
      </div>
      {isOpen(run) ? <Progress run={run} /> : null}
      <p>
        {t("imp.progress", { done: n(run.done), total: n(run.total) })} · {t("imp.counts", counts)}
        {run.reason ? ` · ${run.reason}` : ""}
        {run.failed ? (
          <>
            {" · "}
            <span className="kno-failed">{tn("imp.failed", run.failed)}</span>{" "}
            <a className="link" href={`/api/v1/knowledge/imports/${run.id}/errors`} download>
              <Download aria-hidden size={12} /> {t("imp.errors")}
            </a>
          </>
        ) : null}
      </p>
    </li>
  );
}

function Progress({ run }: { run: ImportRun }) {
  const { speech } = useActions();
  return (
    <ProgressBar
      className="kno-bar"
      aria-label={speech.t("imp.progress.of", { source: run.source })}
      value={run.done}
      maxValue={Math.max(run.total, 1)}
      isIndeterminate={run.state === "gathering"}
    >
      {({ percentage }) => <span style={{ width: `${percentage ?? 0}%` }} />}
    </ProgressBar>
  );
}

function Cancel({ run }: { run: ImportRun }) {
  const { speech } = useActions();
  const { t } = speech;
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const cancel = async () => {
    setBusy(true);
    try {
      await call("POST", `/knowledge/imports/${run.id}/cancellation`);
      toast("done", t("imp.cancelled"));
    } catch (error) {
      toast("fault", errorWords(error, speech));
    }
    await client.invalidateQueries({ queryKey: ["imports"] });
    setBusy(false);
  };
  return (
    <Act look="quiet" isPending={busy} onPress={() => void cancel()}>
      {t("imp.cancel")}
    </Act>
  );
}
