import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useLayoutEffect, useMemo, useState } from "react";
import type { Id, WrapUpEntry } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { eventsQuery } from "../api/queries";
import { dayAndClock } from "../model/time";
import { Act, Keys } from "../parts/button";
import { Check, Choice, Field } from "../parts/field";
import { Loaded, Skeleton } from "../parts/states";
import { wrapUpListQuery } from "../wrap_up_list/queries";
import { post, useAct } from "./acts";
import { DueWords } from "./promises";
import { wrapUpQuery } from "./queries";
import type { Found, WrapUp } from "./types";

interface WrapUpProps {
  id: Id;
  /** What happens when it is accepted. */
  onAccepted?: () => void;
}

/** What the conversation came to; one key accepts it. */
export function WrapUpPanel({ id, onAccepted }: WrapUpProps) {
  const { speech } = useActions();
  const events = useQuery(eventsQuery(id)).data;
  const asked = events?.filter((one) => one.kind === "message").at(-1)?.seq ?? 0;
  const wrapUp = useQuery(wrapUpQuery(id, asked));
  return (
    <section className="wrap" aria-label={speech.t("wrap.title")}>
      <h3>{speech.t("wrap.title")}</h3>
      <Loaded of={wrapUp} skeleton={<Skeleton lines={4} />}>
        {(data) =>
          data ? (
            <Sheet
              key={`${data.id}${data.up_to_seq}`}
              id={id}
              wrapUp={data}
              onAccepted={onAccepted}
            />
          ) : (
            <p className="muted">{speech.t("wrap.none")}</p>
          )
        }
      </Loaded>
    </section>
  );
}

interface SheetProps {
  id: Id;
  wrapUp: WrapUp;
  onAccepted: (() => void) | undefined;
}

function Sheet({ id, wrapUp, onAccepted }: SheetProps) {
  const { speech } = useActions();
  const { t, locale } = speech;
  const client = useQueryClient();
  const act = useAct();
  const list = useQuery(wrapUpListQuery).data;
  const [outcome, setOutcome] = useState(wrapUp.outcome.value);
  const [reason, setReason] = useState("");
  const [fields, setFields] = useState<Record<string, string>>({});
  const [none, setNone] = useState<readonly Id[]>([]);
  const [busy, setBusy] = useState(false);
  const open = useMemo(
    () => wrapUp.promises.filter((one) => one.state === "open" || one.state === "late"),
    [wrapUp],
  );
  const accept = useCallback(async () => {
    if (busy || wrapUp.accepted_at) return;
    setBusy(true);
    const reasons = reason ? [reason] : [];
    const body = { id: wrapUp.id, outcome, reasons, fields, no_promises: none };
    const path = `/conversations/${id}/wrap-up/acceptance`;
    const done = await act(post(path, body), "wrap.done", ["promises", "conversation"]);
    setBusy(false);
    await client.invalidateQueries({ queryKey: ["wrap-up", id] });
    if (done) onAccepted?.();
  }, [busy, wrapUp, outcome, reason, fields, none, id, act, client, onAccepted]);
  // From the moment that the key is shown.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !event.altKey || event.isComposing) return;
      event.preventDefault();
      void accept();
    };
    window.addEventListener("keydown", onKey, true);
    return () => window.removeEventListener("keydown", onKey, true);
  }, [accept]);
  return (
    <div className="wrap-sheet">
      <Reasons wrapUp={wrapUp} />
      {wrapUp.accepted_at || !list ? null : (
        <Choice
          label={t("wrap.reason.change")}
          value={reason}
          onChange={setReason}
          options={[
            { value: "", label: t("wrap.reason.asRead") },
            ...offered(list.reasons, locale),
          ]}
        />
      )}
      {wrapUp.accepted_at ? (
        <>
          <h4>{t("wrap.outcome")}</h4>
          <p>{wrapUp.outcome.title}</p>
        </>
      ) : (
        <Choice
          label={t("wrap.outcome")}
          value={outcome}
          onChange={setOutcome}
          options={withRead(offered(list?.outcomes ?? [], locale), wrapUp)}
        />
      )}
      <Why found={wrapUp.outcome} />
      <Feeling wrapUp={wrapUp} />
      <h4>{t("wrap.promises")}</h4>
      {open.length ? (
        <ul className="wrap-promises">
          {open.map((promise) => (
            <li key={promise.id}>
              <span>“{promise.text}”</span> <DueWords promise={promise} />
              {promise.confirmed_at || wrapUp.accepted_at ? null : (
                <Check
                  isSelected={none.includes(promise.id)}
                  onChange={(on) =>
                    setNone(on ? [...none, promise.id] : none.filter((one) => one !== promise.id))
                  }
                >
                  {t("wrap.notPromise")}
                </Check>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <p className="muted">{t("wrap.promises.none")}</p>
      )}
      {wrapUp.fields.length ? <h4>{t("wrap.fields")}</h4> : null}
      <div className="wrap-fields">
        {wrapUp.fields.map((field) => (
          <div key={field.name} className="wrap-field">
            <Field
              label={field.title ?? field.name ?? ""}
              value={fields[field.name ?? ""] ?? field.value}
              isReadOnly={Boolean(wrapUp.accepted_at)}
              onChange={(value) => setFields({ ...fields, [field.name ?? ""]: value })}
            />
            <Why found={field} />
          </div>
        ))}
      </div>
      {wrapUp.accepted_at ? (
        <p role="status">{t("wrap.accepted", { time: dayAndClock(wrapUp.accepted_at, locale) })}</p>
      ) : (
        <footer className="wrap-foot">
          <span className="muted">{t("wrap.accept.hint")}</span>
          <Act look="primary" isPending={busy} onPress={() => void accept()}>
            {t("wrap.accept")}
          </Act>
          <Keys of="Alt+Enter" />
        </footer>
      )}
    </div>
  );
}

interface Option {
  value: string;
  label: string;
}

/** What may be chosen, in the list's order. */
function offered(entries: readonly WrapUpEntry[], locale: string): Option[] {
  return entries
    .filter((one) => !one.retired_at)
    .map((one) => ({ value: one.name, label: one.title[locale] ?? one.title["en"] ?? one.name }));
}

/** What was read is there to choose, whether or not the list has come or still has it. */
function withRead(options: Option[], { outcome }: WrapUp): Option[] {
  return options.some((one) => one.value === outcome.value)
    ? options
    : [{ value: outcome.value, label: outcome.title ?? outcome.value }, ...options];
}

function Reasons({ wrapUp }: { wrapUp: WrapUp }) {
  const { t } = useActions().speech;
  return (
    <>
      <h4>{t("wrap.reason")}</h4>
      {wrapUp.reasons.length ? (
        <ul>
          {wrapUp.reasons.map((reason) => (
            <li key={reason.value}>
              {reason.title} <SeqLink found={reason} />
            </li>
          ))}
        </ul>
      ) : (
        <p className="muted">{t("wrap.reason.none")}</p>
      )}
    </>
  );
}

function Feeling({ wrapUp }: { wrapUp: WrapUp }) {
  const { t } = useActions().speech;
  const felt = wrapUp.feeling;
  if (!felt) return null;
  return (
    <>
      <h4>{t("wrap.feeling")}</h4>
      <dl className="wrap-feeling">
        {(["start", "lowest", "end"] as const).map((name) => (
          <div key={name}>
            <dt>{t(`wrap.${name}`)}</dt>
            <dd data-low={Number(felt[name].value) < -0.25 || undefined}>
              {Number(felt[name].value).toFixed(1)} <SeqLink found={felt[name]} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Why({ found }: { found: Found }) {
  if (!found.why && !found.seq) return null;
  return (
    <small className="wrap-why">
      <SeqLink found={found} /> {found.why}
    </small>
  );
}

/** Leads to the message that shows it. */
function SeqLink({ found }: { found: Found }) {
  const { ui, speech } = useActions();
  const { seq } = found;
  if (!seq) return null;
  return (
    <button
      type="button"
      className="source"
      aria-label={speech.t("wrap.from", { seq })}
      onClick={() => ui.handles.current.conversation?.goTo(seq)}
    >
      {seq}
    </button>
  );
}
