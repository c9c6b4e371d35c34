import { useQuery, useQueryClient } from "@tanstack/react-query";
import { FilePen, RotateCw } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { ProgressBar } from "react-aria-components";
import { Link } from "wouter";
import type { Gap, GapState } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { call } from "../api/client";
import { useOnline } from "../api/live";
import { has } from "../model/rights";
import { dayAndClock } from "../model/time";
import { Act } from "../parts/button";
import { errorWords, Loaded, Skeleton, State } from "../parts/states";
import { toast } from "../parts/toasts";
import { Page } from "../screens/page";
import { GapPage } from "./gap";
import { gapSearchQuery, gapsQuery } from "./queries";
import "./gaps.css";

const states: readonly GapState[] = ["open", "published", "dismissed"];
const isState = (text: string | null): text is GapState => states.includes(text as GapState);

/** Questions that found no article, drawn together: a list, or one of them to edit and publish. */
export default function Gaps({ wanted }: { wanted: string | null }) {
  const { me, speech } = useActions();
  const { t } = speech;
  if (!has(me, "steward")) return <State title={t("gap.noAccess")} />;
  if (wanted !== null && !isState(wanted)) return <GapPage id={wanted} />;
  return <GapList state={wanted ?? "open"} />;
}

function GapList({ state }: { state: GapState }) {
  const { speech } = useActions();
  const { t } = speech;
  const gaps = useQuery(gapsQuery(state));
  const { search, isSearching } = useSearch();
  const online = useOnline();
  return (
    <Page
      title={t("gap.title")}
      hint={t("gap.hint")}
      actions={
        <Act
          icon={<RotateCw aria-hidden size={14} />}
          isPending={isSearching}
          isDisabled={!online}
          onPress={() => void search(true)}
        >
          {t("gap.search")}
        </Act>
      }
    >
      <LastSearch />
      <nav className="gap-states" aria-label={t("gap.states")}>
        {states.map((one) => (
          <Link
            key={one}
            to={one === "open" ? "/gaps" : `/gaps/${one}`}
            className="segment"
            aria-current={one === state ? "page" : undefined}
          >
            {t(`gap.state.${one}`)}
          </Link>
        ))}
      </nav>
      <Loaded of={gaps} skeleton={<Skeleton lines={6} tall />}>
        {(all) =>
          all.length ? (
            <ol className="gap-list">
              {all.map((gap) => (
                <GapRow key={gap.id} gap={gap} />
              ))}
            </ol>
          ) : (
            <State
              icon={<FilePen aria-hidden />}
              title={t(`gap.none.${state}`)}
              {...(state === "open" ? { text: t("gap.none.text") } : {})}
            />
          )
        }
      </Loaded>
    </Page>
  );
}

/** When questions were last sorted in, by whom, and how far that is while it goes on. */
function LastSearch() {
  const { speech } = useActions();
  const { t, tn, locale } = speech;
  const client = useQueryClient();
  const latest = useQuery(gapSearchQuery);
  const { data } = latest;
  const seen = useRef(data?.ended_at);
  useEffect(() => {
    if (data?.ended_at && data.ended_at !== seen.current) {
      void client.invalidateQueries({ queryKey: ["gaps"] });
    }
    seen.current = data?.ended_at;
  }, [data?.ended_at, client]);
  if (!data) return <p className="gap-last muted">{"\u00a0"}</p>;
  if (data.runs) {
    const of = Math.max(data.of ?? 0, 1);
    const counts = { n: data.sorted_in ?? 0, of: data.of ?? 0 };
    return (
      <div className="gap-last">
        <p className="muted" role="status">
          {t("gap.last.runs", counts)}
        </p>
        <ProgressBar
          className="kno-bar"
          aria-label={t("gap.search")}
          value={data.sorted_in ?? 0}
          maxValue={of}
        >
          {({ percentage }) => <span style={{ width: `${percentage ?? 0}%` }} />}
        </ProgressBar>
      </div>
    );
  }
  const when = data.started_at ? dayAndClock(data.ended_at ?? data.started_at, locale) : "";
  const said = !data.started_at
    ? t("gap.last.never")
    : !data.ended_at
      ? t("gap.last.broke", { when })
      : data.started_by
        ? t("gap.last.by", { when, name: data.started_by })
        : t("gap.last.itself", { when });
  return (
    <p className="gap-last muted">
      {said} {data.waiting ? tn("gap.waiting", data.waiting) : t("gap.waiting.none")}
    </p>
  );
}

function GapRow({ gap }: { gap: Gap }) {
  const { speech } = useActions();
  const { t, tn, locale } = speech;
  const facts = [
    tn("gap.questions", gap.questions),
    gap.handed_off ? tn("gap.handedOff", gap.handed_off) : null,
    gap.repeated ? tn("gap.repeated", gap.repeated) : null,
    gap.unhappy >= 0.5 ? t("gap.unhappy") : null,
  ].filter((fact) => fact !== null);
  return (
    <li className="card gap-row">
      <Link to={`/gaps/${gap.id}`} className="gap-title">
        {gap.title}
      </Link>
      <p className="muted gap-facts">
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
      <p className="gap-facts">
        <span className="badge">{gap.kind}</span>
        <span className="badge">{gap.locale}</span>
        {gap.state === "open" ? (
          <span className="badge" data-tone={gap.has_draft ? "good" : undefined}>
            {t(gap.edited_by ? "gap.edited" : gap.has_draft ? "gap.hasDraft" : "gap.noDraft", {
              name: gap.edited_by ?? "",
            })}
          </span>
        ) : (
          <span className="muted">
            {t("gap.decided", {
              name: gap.decided_by ?? "",
              when: gap.decided_at ? dayAndClock(gap.decided_at, locale) : "",
            })}
            {gap.because ? ` · ${gap.because}` : ""}
          </span>
        )}
      </p>
    </li>
  );
}

/** Sorts new questions in when the page opens, and when asked to. */
function useSearch() {
  const client = useQueryClient();
  const { speech } = useActions();
  const [isSearching, setSearching] = useState(false);
  const search = async (asked: boolean) => {
    setSearching(true);
    try {
      const { sorted_in } = await call<{ sorted_in: number }>("POST", "/gap-searches");
      if (asked) toast("done", speech.tn("gap.sortedIn", sorted_in));
      if (asked || sorted_in) await client.invalidateQueries({ queryKey: ["gaps"] });
    } catch (error) {
      if (asked) toast("fault", errorWords(error, speech));
    } finally {
      setSearching(false);
      void client.invalidateQueries({ queryKey: ["gap-search"] });
    }
  };
  const first = useRef(search);
  useEffect(() => {
    void first.current(false);
  }, []);
  return { search, isSearching };
}
