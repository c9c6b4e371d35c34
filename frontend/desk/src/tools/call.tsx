import type { ToolCall } from "../../../shared/api";
import { useSpeech } from "../i18n";
import { dayAndClock } from "../model/time";

const tones: Partial<Record<ToolCall["state"], string>> = {
  done: "ok",
  failed: "late",
  unknown_outcome: "late",
  awaiting_approval: "soon",
  awaiting_confirmation: "soon",
};

export function CallState({ state }: { state: ToolCall["state"] }) {
  const { t } = useSpeech();
  return (
    <span className="badge" data-tone={tones[state] ?? "none"}>
      {t(`call.${state}`)}
    </span>
  );
}

/** Every step of a call: when, who, and why. */
export function Steps({ of }: { of: ToolCall }) {
  const speech = useSpeech();
  const { t } = speech;
  return (
    <ol className="tool-steps">
      {of.steps.map((step, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added at the end
        <li key={place}>
          <time dateTime={step.at}>{dayAndClock(step.at, speech.locale)}</time>{" "}
          <b>{t(`call.${step.state}`)}</b> {step.name || t(`call.by.${step.by}`)}
          {step.because ? <span className="muted"> · {step.because}</span> : null}
        </li>
      ))}
    </ol>
  );
}
