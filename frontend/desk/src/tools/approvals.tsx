import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { Link } from "wouter";
import type { ToolCall } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { announce } from "../parts/announce";
import { Loaded, Skeleton, State } from "../parts/states";
import { Page } from "../screens/page";
import { Approval, Deadline } from "./approval";
import { approvalsQuery } from "./queries";

/** Every call that waits for a person, the first to lapse first, with what is needed to decide on it. */
export default function ApprovalsScreen() {
  const { speech } = useActions();
  const { t } = speech;
  const waiting = useQuery(approvalsQuery);
  return (
    <Page title={t("apr.title")} hint={t("apr.hint")}>
      <Loaded of={waiting} skeleton={<Skeleton lines={6} tall />}>
        {(items) =>
          items.length ? (
            <Waiting items={items} />
          ) : (
            <State
              icon={<ShieldCheck aria-hidden />}
              title={t("apr.none")}
              text={t("apr.none.text")}
            />
          )
        }
      </Loaded>
    </Page>
  );
}

function Waiting({ items }: { items: readonly ToolCall[] }) {
  const { speech, ui } = useActions();
  const { t, tn } = speech;
  const [chosen, choose] = useState<string | null>(null);
  const place = usePlace(items, chosen, () => announce(t("apr.gone")));
  const shown = items[place];
  const list = useRef<HTMLUListElement>(null);
  const at = (next: number) => {
    const one = items[Math.min(Math.max(next, 0), items.length - 1)];
    if (one) choose(one.id);
  };
  useLayoutEffect(() => {
    const handles = ui.handles.current;
    handles.list = {
      move: (by) => at(place + by),
      open: () => undefined,
      search: () => undefined,
    };
    list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    return () => {
      handles.list = null;
    };
  });
  return (
    <div className="records">
      <section className="records-list" aria-label={t("apr.list")}>
        <p className="muted apr-count" role="status">
          {tn("apr.count", items.length)}
        </p>
        <ul ref={list}>
          {items.map((one) => (
            <li key={one.id}>
              <WaitingRow of={one} chosen={one === shown} onChoose={() => choose(one.id)} />
            </li>
          ))}
        </ul>
      </section>
      {shown ? (
        <div className="record-detail apr-detail">
          <Approval key={shown.id} of={shown} answersKeys />
          <p className="apr-who">
            <span className="muted">{t("apr.customer")}</span>{" "}
            {shown.customer_name ?? t("row.anonymous")}{" "}
            <Link to={`/reviews/${shown.conversation_id}`} className="link">
              {t("apr.open")}
            </Link>
          </p>
        </div>
      ) : null}
    </div>
  );
}

/** Where the chosen call stands; when it is gone, what has come to its place. */
function usePlace(items: readonly ToolCall[], chosen: string | null, onGone: () => void): number {
  const last = useRef(0);
  const found = items.findIndex((one) => one.id === chosen);
  const gone = chosen !== null && found < 0;
  const place = found >= 0 ? found : Math.min(last.current, items.length - 1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: said once for each that goes
  useEffect(() => {
    if (gone) onGone();
  }, [gone, chosen]);
  useEffect(() => {
    last.current = place;
  }, [place]);
  return place;
}

interface WaitingRowProps {
  of: ToolCall;
  chosen: boolean;
  onChoose: () => void;
}

function WaitingRow({ of, chosen, onChoose }: WaitingRowProps) {
  const { speech } = useActions();
  return (
    <button type="button" className="record" aria-current={chosen || undefined} onClick={onChoose}>
      <span className="record-top">
        <span className="record-kind">{of.title}</span>
        <Deadline until={of.expires_at ?? null} />
      </span>
      <span className="record-text">{of.effect}</span>
      <span className="muted">{of.customer_name ?? speech.t("row.anonymous")}</span>
    </button>
  );
}
