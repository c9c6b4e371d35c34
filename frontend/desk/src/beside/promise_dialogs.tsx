import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useActions } from "../actions/provider";
import { call } from "../api/client";
import { detailQuery } from "../api/queries";
import { dayAndClock } from "../model/time";
import { uuid } from "../model/uuid";
import { Ask } from "../parts/dialog";
import { Field } from "../parts/field";
import { post, useAct } from "./acts";
import type { Promised } from "./types";

interface DialogProps {
  promise: Promised;
  onClose: () => void;
}

/** Another time, with the words that the customer reads. */
export function MovePromise({ promise, onClose }: DialogProps) {
  const { me, speech } = useActions();
  const { t, locale } = speech;
  const act = useAct();
  const [when, setWhen] = useState(() => localInput(nextDay(promise.due_at)));
  const [words, setWords] = useState<string | null>(null);
  const clientId = useRef(uuid());
  const detail = useQuery(detailQuery(promise.conversation_id)).data;
  const leads = detail?.conversation.owner.staff?.id === me.id;
  const due = new Date(when);
  const said = Number.isNaN(due.getTime()) ? "" : dayAndClock(due.toISOString(), locale);
  const text = words ?? t("pro.move.suggest", { time: said });
  const submit = () =>
    act(
      async () => {
        if (detail && !leads) {
          await call("POST", `/conversations/${promise.conversation_id}/takeover`, {});
        }
        await call("POST", `/promises/${promise.id}/move`, {
          due_at: due.toISOString(),
          text,
          client_id: clientId.current,
        });
      },
      "pro.done.moved",
      ["promises", "conversation", "rows"],
    );
  return (
    <Ask
      title={t("pro.move.title")}
      intro={t("pro.move.intro")}
      submit={t("pro.move")}
      onClose={onClose}
      onSubmit={submit}
    >
      <p>“{promise.text}”</p>
      <Field
        label={t("pro.move.when")}
        type="datetime-local"
        value={when}
        onChange={setWhen}
        isRequired
        autoFocus
      />
      <Field label={t("pro.move.words")} rows={3} value={text} onChange={setWords} isRequired />
      {detail && !leads ? <p className="muted">{t("pro.move.lead")}</p> : null}
    </Ask>
  );
}

export function WithdrawPromise({ promise, onClose }: DialogProps) {
  const { t } = useActions().speech;
  const act = useAct();
  const [reason, setReason] = useState("");
  const path = `/promises/${promise.id}/withdrawal`;
  return (
    <Ask
      title={t("pro.withdraw.title")}
      intro={t("pro.withdraw.intro")}
      submit={t("pro.withdraw")}
      onClose={onClose}
      onSubmit={() => act(post(path, { reason }), "pro.done.withdrawn", ["promises"])}
    >
      <p>“{promise.text}”</p>
      <Field
        label={t("pro.withdraw.why")}
        value={reason}
        onChange={setReason}
        isRequired
        autoFocus
      />
    </Ask>
  );
}

function nextDay(due: string | null | undefined): Date {
  const from = due ? Math.max(Date.parse(due), Date.now()) : Date.now();
  return new Date(from + 24 * 3_600_000);
}

/** A time as the browser's own field wants it: local, to the minute. */
function localInput(time: Date): string {
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
