import { useLayoutEffect, useRef } from "react";
import type { Id, Playbook, PlaybookStep } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { has } from "../model/rights";
import { clock } from "../model/time";
import { Check } from "../parts/field";
import { SourceLink } from "./source";
import { useTick } from "./tick";

/** What must be asked, checked, offered and done, ticked by what was said or by hand. */
export function PlaybookPanel({ id, playbook }: { id: Id; playbook: Playbook }) {
  const { speech, me, ui } = useActions();
  const { t } = speech;
  const box = useRef<HTMLElement>(null);
  const tick = useTick(id, playbook.name);
  const done = playbook.steps.filter((step) => step.done).length;
  useLayoutEffect(() => {
    const { handles } = ui;
    handles.current.playbook = {
      focus: () => {
        const inputs = [...(box.current?.querySelectorAll("input") ?? [])];
        (inputs.find((input) => !input.checked) ?? inputs[0])?.focus();
      },
    };
    return () => {
      handles.current.playbook = null;
    };
  }, [ui]);
  return (
    <section ref={box} className="briefing-part playbook" id="brief-playbook">
      <h3>
        {t("play.label", { title: playbook.title })}
        <span className="playbook-count">
          {t("play.count", { done, all: playbook.steps.length })}
        </span>
      </h3>
      <progress
        max={playbook.steps.length}
        value={done}
        aria-label={t("play.count", { done, all: playbook.steps.length })}
      />
      <ol>
        {playbook.steps.map((step) => (
          <li key={step.name} id={`step-${step.name}`} data-done={step.done || undefined}>
            <Check
              isSelected={step.done}
              isDisabled={!has(me, "staff")}
              onChange={(isDone) => void tick(step.name, isDone)}
            >
              {`${t(`play.${step.doing}`)}: ${step.text}`}
            </Check>
            <StepFacts step={step} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function StepFacts({ step }: { step: PlaybookStep }) {
  const { speech } = useActions();
  const { t, locale } = speech;
  const mark = step.marked_by
    ? t(step.done ? "play.ticked" : "play.unticked", {
        name: step.marked_by,
        time: clock(step.marked_at ?? "", locale),
      })
    : null;
  const seq = step.done && !mark && typeof step.seq === "number" ? step.seq : null;
  return (
    <small>
      {step.required ? null : <span>{t("play.optional")}</span>}
      {seq === null ? null : (
        <SourceLink source={{ type: "event", ref: String(seq), label: t("play.said", { seq }) }} />
      )}
      {mark ? <span>{mark}</span> : null}
      {step.clause ? (
        <SourceLink source={{ type: "policy", ref: step.clause, label: step.clause }} />
      ) : null}
    </small>
  );
}
