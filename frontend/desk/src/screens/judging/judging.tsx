import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { useActions } from "../../actions/provider";
import { type SampleState, samplesQuery } from "../../api/queries";
import { Loaded, Skeleton, State } from "../../parts/states";
import { Page } from "../page";
import { JudgedList } from "./judged";
import { Queue } from "./queue";

const states: readonly SampleState[] = ["open", "judged"];

/** The AI's answers that were drawn for review: one after another, and what was said of them. */
export default function Judging({ state }: { state: SampleState }) {
  const { speech } = useActions();
  const { t, n } = speech;
  const samples = useInfiniteQuery(samplesQuery(state));
  const open = samples.data?.pages.at(-1)?.open;
  return (
    <Page title={t("jud.title")} hint={t("jud.hint")}>
      <nav className="jud-states" aria-label={t("jud.states")}>
        {states.map((one) => (
          <Link
            key={one}
            to={one === "open" ? "/judging" : "/judging/judged"}
            className="segment"
            aria-current={one === state ? "page" : undefined}
          >
            {t(`jud.${one}`)}
            {one === "open" && open ? <span className="count">{n(open)}</span> : null}
          </Link>
        ))}
      </nav>
      <Loaded of={samples} skeleton={<Skeleton lines={6} tall />}>
        {(data) => {
          const all = data.pages.flatMap((page) => page.samples);
          if (all.length === 0) return <Empty state={state} />;
          return state === "open" ? (
            <Queue waiting={all} open={Math.max(open ?? 0, all.length)} />
          ) : (
            <JudgedList
              judged={all}
              more={samples.hasNextPage ? () => void samples.fetchNextPage() : null}
              isLoading={samples.isFetchingNextPage}
            />
          );
        }}
      </Loaded>
    </Page>
  );
}

function Empty({ state }: { state: SampleState }) {
  const { speech } = useActions();
  const { t } = speech;
  return state === "open" ? (
    <State title={t("jud.none")} text={t("jud.none.text")} />
  ) : (
    <State title={t("jud.judged.none")} />
  );
}
