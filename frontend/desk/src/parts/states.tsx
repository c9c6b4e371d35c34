import { CloudOff, RotateCw, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Refused, Unreachable } from "../api/client";
import { useOnline } from "../api/live";
import { type Speech, useSpeech } from "../i18n";
import { span } from "../model/time";
import { Act } from "./button";

/** What to tell a person about an error: what happened and what they can do. */
export function errorWords(error: unknown, speech: Pick<Speech, "t" | "tn">): string {
  const { t } = speech;
  if (error instanceof Unreachable) return t("problem.network");
  if (!(error instanceof Refused)) return t("problem.contract");
  if (error.status === 403) return t("problem.forbidden");
  if (error.status === 404) return t("problem.notFound");
  if (error.status === 429) {
    return t("problem.tooOften", { wait: span(error.retryAfterSeconds ?? 60, speech) });
  }
  if (error.status >= 500) return t("problem.server");
  return error.message;
}

interface Loadable<T> {
  data: T | undefined;
  error: Error | null;
  fetchStatus: "fetching" | "paused" | "idle";
  refetch: () => unknown;
}

interface LoadedProps<T> {
  of: Loadable<T>;
  skeleton: ReactNode;
  children: (data: T) => ReactNode;
}

/** Shows a query's data, or the state that stands in for it: loading, offline, fault. */
export function Loaded<T>({ of, skeleton, children }: LoadedProps<T>) {
  const speech = useSpeech();
  const online = useOnline();
  if (of.data !== undefined) return <>{children(of.data)}</>;
  if (of.fetchStatus === "paused" || (of.error instanceof Unreachable && !online)) {
    return <State icon={<CloudOff aria-hidden />} title={speech.t("problem.offline")} />;
  }
  if (of.error) {
    return (
      <State
        icon={<TriangleAlert aria-hidden />}
        title={speech.t("problem.title")}
        text={errorWords(of.error, speech)}
        action={
          <Act icon={<RotateCw aria-hidden size={14} />} onPress={() => of.refetch()}>
            {speech.t("do.retry")}
          </Act>
        }
      />
    );
  }
  return (
    <div aria-busy="true">
      <span className="visually-hidden" role="status">
        {speech.t("app.loading")}
      </span>
      <div aria-hidden="true">{skeleton}</div>
    </div>
  );
}

interface StateProps {
  icon?: ReactNode;
  title: string;
  text?: string;
  action?: ReactNode;
}

export function State({ icon, title, text, action }: StateProps) {
  return (
    <div className="state">
      {icon}
      <p className="state-title">{title}</p>
      {text ? <p className="state-text">{text}</p> : null}
      {action}
    </div>
  );
}

export function Skeleton({ lines = 3, tall = false }: { lines?: number; tall?: boolean }) {
  return (
    <div className="skeleton" data-tall={tall || undefined}>
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blanks without identity
        <span key={index} />
      ))}
    </div>
  );
}
