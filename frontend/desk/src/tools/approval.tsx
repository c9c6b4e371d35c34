import { useQuery } from "@tanstack/react-query";
import { useLayoutEffect, useState } from "react";
import type { Id, ToolCall } from "../../../shared/api";
import { keysOf } from "../actions/actions";
import { useActions } from "../actions/provider";
import { useNow } from "../api/clock";
import { useOnline } from "../api/live";
import { span } from "../model/time";
import { Act } from "../parts/button";
import { Field } from "../parts/field";
import { ArgumentFields, typedOf, valuesOf } from "./arguments";
import { callsQuery } from "./queries";
import { useToolVerbs } from "./verbs";

/** The calls in a conversation that wait for a person: each a card above the composer. */
export function Approvals({ id }: { id: Id }) {
  const calls = useQuery(callsQuery(id)).data ?? [];
  const waiting = calls.filter((one) => one.state === "awaiting_approval");
  return (
    <>
      {waiting.map((one, place) => (
        <Approval key={one.id} of={one} answersKeys={place === 0} />
      ))}
    </>
  );
}

/** What would happen, with arguments that may be amended within their limits, and until when. */
export function Approval({ of, answersKeys }: { of: ToolCall; answersKeys: boolean }) {
  const { speech, ui } = useActions();
  const { t } = speech;
  const verbs = useToolVerbs();
  const online = useOnline();
  const [typed, setTyped] = useState(() => typedOf(of.argument_shapes, of.arguments));
  const [reason, setReason] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const values = valuesOf(of.argument_shapes, typed);
  const changed =
    JSON.stringify(values) !== JSON.stringify(valuesOf(of.argument_shapes, first(of)));
  const act = async (work: Promise<boolean>) => {
    setBusy(true);
    await work;
    setBusy(false);
  };
  const approve = () => {
    if (values && !busy) void act(verbs.approve(of.id, changed ? values : undefined));
  };
  useLayoutEffect(() => {
    if (!answersKeys) return;
    const handles = ui.handles.current;
    handles.approval = { approve, refuse: () => setReason("") };
    return () => {
      handles.approval = null;
    };
  });
  return (
    <section className="review tool-approval" aria-label={t("tool.waits", { tool: of.title })}>
      <header>
        <h2>{t("tool.waits", { tool: of.title })}</h2>
        <Deadline until={of.expires_at ?? null} />
      </header>
      <p className="bubble">{of.effect}</p>
      <p className="review-why">
        <span className="muted">{t("tool.why")}:</span> {of.steps.at(-1)?.because}{" "}
        {of.confirmed ? t("tool.confirmed") : t("tool.notConfirmed")}
      </p>
      <ArgumentFields shapes={of.argument_shapes} typed={typed} onChange={setTyped} />
      {values === null ? <p role="alert">{t("tool.invalid")}</p> : null}
      {reason === null ? null : (
        <Field label={t("tool.reason")} value={reason} onChange={setReason} autoFocus />
      )}
      {online ? null : <p role="status">{t("tool.offline")}</p>}
      <div className="review-foot">
        {reason === null ? (
          <>
            <Act
              look="primary"
              keys={answersKeys ? keysOf("approve_call") : undefined}
              isDisabled={busy || values === null || !online}
              onPress={approve}
            >
              {t(changed ? "tool.approveChanged" : "tool.approve")}
            </Act>
            <Act
              keys={answersKeys ? keysOf("refuse_call") : undefined}
              isDisabled={busy || !online}
              onPress={() => setReason("")}
            >
              {t("tool.refuse")}
            </Act>
          </>
        ) : (
          <>
            <Act
              look="danger"
              isDisabled={busy || !online}
              onPress={() => void act(verbs.refuse(of.id, reason))}
            >
              {t("tool.refuse")}
            </Act>
            <Act look="quiet" onPress={() => setReason(null)}>
              {t("do.cancel")}
            </Act>
          </>
        )}
      </div>
    </section>
  );
}

const first = (of: ToolCall) => typedOf(of.argument_shapes, of.arguments);

/** How long a call still waits for its decision. */
export function Deadline({ until }: { until: string | null }) {
  const { speech } = useActions();
  const now = useNow("second");
  if (!until) return null;
  const left = (Date.parse(until) - now) / 1000;
  return (
    <span className="badge" data-tone={left < 60 ? "late" : "soon"}>
      {left > 0 ? speech.t("tool.deadline", { span: span(left, speech) }) : speech.t("tool.late")}
    </span>
  );
}
