import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { DecisionRecord } from "../../../../shared/api";
import { useActions } from "../../actions/provider";
import { type DecisionFilter, policiesQuery, policyQuery, recordsQuery } from "../../api/queries";
import { flatten } from "../../model/evidence";
import { dayAndClock } from "../../model/time";
import { Act } from "../../parts/button";
import { Choice, SearchBox } from "../../parts/field";
import { useFilters, useTyped } from "../../parts/filters";
import { ListBeside } from "../../parts/list_beside";
import { LeadMark } from "../../parts/marks";
import { Loaded, Skeleton, State } from "../../parts/states";
import { Page } from "../page";
import { DecisionFacts, Fact } from "../workspace/why";

const names = ["q", "lead", "rule", "kind"] as const;

export default function Records() {
  const { speech } = useActions();
  const { t } = speech;
  const [filter, setFilter] = useFilters(names);
  const records = useInfiniteQuery(recordsQuery(filter));
  const filtered = names.some((name) => filter[name]);
  return (
    <Page title={t("rec.title")} hint={t("rec.hint")}>
      <Filters
        filter={filter}
        onChange={setFilter}
        seen={records.data?.pages.flatMap((page) => page.items) ?? []}
      />
      <Loaded of={records} skeleton={<Skeleton lines={9} />}>
        {(data) => {
          const items = data.pages.flatMap((page) => page.items);
          if (items.length === 0) {
            return (
              <State
                title={t(filtered ? "rec.noMatch" : "rec.none")}
                action={
                  filtered ? (
                    <Act onPress={() => setFilter({ q: "", lead: "", rule: "", kind: "" })}>
                      {t("rec.clear")}
                    </Act>
                  ) : null
                }
              />
            );
          }
          return (
            <ListBeside
              items={items}
              pages={records}
              row={(one, chosen, onChoose) => (
                <RecordRow record={one} chosen={chosen} onChoose={onChoose} />
              )}
              detail={(one) => <RecordDetail record={one} />}
            />
          );
        }}
      </Loaded>
    </Page>
  );
}

interface FiltersProps {
  filter: DecisionFilter;
  onChange: (filter: DecisionFilter) => void;
  /** Records on the page: some of their rules are the product's own and stand in no policy. */
  seen: DecisionRecord[];
}

const any = "any";

function Filters({ filter, onChange, seen }: FiltersProps) {
  const { speech } = useActions();
  const { t } = speech;
  const active = useQuery(policiesQuery).data?.active.version;
  const policy = useQuery({ ...policyQuery(String(active)), enabled: active !== undefined }).data;
  const [typed, setTyped] = useTyped(filter.q, (q) => onChange({ ...filter, q }));
  const orAny = (options: { value: string; label: string }[]) => [
    { value: any, label: t("rec.any") },
    ...options,
  ];
  const set = (name: "lead" | "rule" | "kind") => (value: string) =>
    onChange({ ...filter, [name]: value === any ? "" : value });
  const ruleNames = policy ? [...policy.hard_rules, ...policy.rules].map((rule) => rule.name) : [];
  const seenNames = [...seen.map((record) => record.rule), filter.rule].filter(Boolean);
  const rules = [...new Set([...ruleNames, ...seenNames])];
  return (
    <div className="filters">
      <SearchBox label={t("rec.search")} value={typed} onChange={setTyped} />
      <Choice
        label={t("rec.lead")}
        value={filter.lead || any}
        onChange={set("lead")}
        options={orAny(
          (["AI", "REVIEW", "PERSON"] as const).map((lead) => ({
            value: lead,
            label: t(`lead.${lead}`),
          })),
        )}
      />
      <Choice
        label={t("rec.rule")}
        value={filter.rule || any}
        onChange={set("rule")}
        options={orAny(rules.map((name) => ({ value: name, label: name })))}
      />
      <Choice
        label={t("rec.kind")}
        value={filter.kind || any}
        onChange={set("kind")}
        options={orAny(
          (policy?.kinds ?? []).map((kind) => ({ value: kind.name, label: kind.title })),
        )}
      />
    </div>
  );
}

interface RecordRowProps {
  record: DecisionRecord;
  chosen: boolean;
  onChoose: () => void;
}

function RecordRow({ record, chosen, onChoose }: RecordRowProps) {
  const { speech } = useActions();
  return (
    <button type="button" className="record" aria-current={chosen || undefined} onClick={onChoose}>
      <span className="record-top">
        <LeadMark lead={record.lead} />
        <span className="record-kind">{record.kind_title ?? record.kind}</span>
        <time dateTime={record.at}>{dayAndClock(record.at, speech.locale)}</time>
      </span>
      <span className="record-text">{record.text}</span>
      <code className="record-rule">{record.rule}</code>
    </button>
  );
}

function RecordDetail({ record }: { record: DecisionRecord }) {
  const { speech } = useActions();
  const { t } = speech;
  const evidence = flatten(record.evidence);
  return (
    <section className="record-detail" aria-label={t("rec.detail")}>
      <blockquote>{record.text}</blockquote>
      <p className="record-reason">
        <LeadMark lead={record.lead} long /> {record.reason}
      </p>
      <DecisionFacts decision={record} />
      {evidence.length ? (
        <dl className="facts">
          <Fact name={t("rec.evidence")}>
            <ul className="evidence">
              {evidence.map(([name, value]) => (
                <li key={name}>
                  <code>{name}</code> {value}
                </li>
              ))}
            </ul>
          </Fact>
        </dl>
      ) : null}
      <Link to={`/all/${record.conversation_id}`} className="link">
        {t("rec.open")}
      </Link>
    </section>
  );
}
