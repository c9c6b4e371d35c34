import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { ToolCall } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { dayAndClock } from "../model/time";
import { Choice, SearchBox } from "../parts/field";
import { useFilters, useTyped } from "../parts/filters";
import { ListBeside } from "../parts/list_beside";
import { Loaded, Skeleton, State } from "../parts/states";
import { Page } from "../screens/page";
import { Fact } from "../screens/workspace/why";
import { CallState, Steps } from "./call";
import { type CallFilter, callRecordsQuery } from "./queries";
import { UndoCall } from "./undo";

const states: readonly ToolCall["state"][] = [
  "proposed",
  "awaiting_confirmation",
  "awaiting_approval",
  "approved",
  "running",
  "done",
  "failed",
  "refused",
  "lapsed",
  "unknown_outcome",
];
const any = "any";
const names = ["q", "tool", "state"] as const;

/** The record of tool calls for auditors: each with its arguments, steps, approver and amendment. */
export default function CallRecords() {
  const { speech } = useActions();
  const { t } = speech;
  const [filter, setFilter] = useFilters(names);
  const calls = useInfiniteQuery(callRecordsQuery(filter));
  const filtered = Boolean(filter.q || filter.tool || filter.state);
  return (
    <Page title={t("call.title")} hint={t("call.hint")}>
      <Filters filter={filter} onChange={setFilter} />
      <Loaded of={calls} skeleton={<Skeleton lines={9} />}>
        {(data) => {
          const items = data.pages.flatMap((page) => page.items);
          if (items.length === 0)
            return <State title={t(filtered ? "call.noMatch" : "call.empty")} />;
          return (
            <ListBeside
              items={items}
              pages={calls}
              row={(one, chosen, onChoose) => (
                <CallRow of={one} chosen={chosen} onChoose={onChoose} />
              )}
              detail={(one) => <CallDetail of={one} />}
            />
          );
        }}
      </Loaded>
    </Page>
  );
}

interface FiltersProps {
  filter: CallFilter;
  onChange: (filter: CallFilter) => void;
}

function Filters({ filter, onChange }: FiltersProps) {
  const { speech } = useActions();
  const { t } = speech;
  const [typed, setTyped] = useTyped(filter.q, (q) => onChange({ ...filter, q }));
  return (
    <div className="filters">
      <SearchBox label={t("call.search")} value={typed} onChange={setTyped} />
      <Choice
        label={t("call.state")}
        value={filter.state || any}
        onChange={(value) => onChange({ ...filter, state: value === any ? "" : value })}
        options={[
          { value: any, label: t("rec.any") },
          ...states.map((state) => ({ value: state, label: t(`call.${state}`) })),
        ]}
      />
    </div>
  );
}

interface CallRowProps {
  of: ToolCall;
  chosen: boolean;
  onChoose: () => void;
}

function CallRow({ of, chosen, onChoose }: CallRowProps) {
  const { speech } = useActions();
  return (
    <button type="button" className="record" aria-current={chosen || undefined} onClick={onChoose}>
      <span className="record-top">
        <CallState state={of.state} />
        <span className="record-kind">{of.title}</span>
        <time dateTime={of.at}>{dayAndClock(of.at, speech.locale)}</time>
      </span>
      <span className="record-text">{of.effect || of.outcome}</span>
      <span className="muted">{of.customer_name ?? speech.t("row.anonymous")}</span>
    </button>
  );
}

function CallDetail({ of }: { of: ToolCall }) {
  const { speech } = useActions();
  const { t } = speech;
  return (
    <section className="record-detail" aria-label={t("call.detail")}>
      {of.effect ? <blockquote>{of.effect}</blockquote> : null}
      <p className="record-reason">
        <CallState state={of.state} /> {of.outcome}
      </p>
      <dl className="facts">
        <Fact name={t("call.tool")}>
          <code>{of.tool}</code> · {t(of.by_ai ? "call.by.ai" : "call.by.staff")}
        </Fact>
        <Fact name={t("call.arguments")}>
          <Values of={of.arguments} />
        </Fact>
        {of.proposed ? (
          <Fact name={t("call.amendedFrom")}>
            <Values of={of.proposed} />
          </Fact>
        ) : null}
        {Object.keys(of.output).length ? (
          <Fact name={t("call.output")}>
            <Values of={of.output} />
          </Fact>
        ) : null}
        <Fact name={t("call.confirmed")}>
          {t(of.confirmed ? "tool.confirmed" : "tool.notConfirmed")}
        </Fact>
        <Fact name={t("call.steps")}>
          <Steps of={of} />
        </Fact>
        {of.undoes ? <Fact name={t("undo.undoes")}>{t("undo.undoes.call")}</Fact> : null}
        <Fact name={t("why.policy")}>{of.policy_version}</Fact>
      </dl>
      <UndoCall of={of} />
      <Link to={`/all/${of.conversation_id}`} className="link">
        {t("rec.open")}
      </Link>
    </section>
  );
}

function Values({ of }: { of: Record<string, string | number | boolean> }) {
  return (
    <ul className="evidence">
      {Object.entries(of).map(([name, value]) => (
        <li key={name}>
          <code>{name}</code> {String(value)}
        </li>
      ))}
    </ul>
  );
}
