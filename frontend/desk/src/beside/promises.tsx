import { useInfiniteQuery } from "@tanstack/react-query";
import { Handshake } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { useActions } from "../actions/provider";
import { has } from "../model/rights";
import { dayAndClock } from "../model/time";
import { Act } from "../parts/button";
import { RadioChoice } from "../parts/field";
import { Loaded, Skeleton, State } from "../parts/states";
import { Page, TableFrame } from "../screens/page";
import { post, useAct } from "./acts";
import { MovePromise, WithdrawPromise } from "./promise_dialogs";
import { promisesQuery, type Which, type Whose } from "./queries";
import type { Promised } from "./types";

/** What was promised to customers, mine or everybody's, the first due first. */
export default function Promises() {
  const { me, speech } = useActions();
  const { t, tn } = speech;
  const [whose, setWhose] = useState<Whose>("mine");
  const [which, setWhich] = useState<Which>("standing");
  const pages = useInfiniteQuery(promisesQuery(whose, which));
  const late = pages.data?.pages[0]?.late ?? 0;
  return (
    <Page title={t("pro.title")} hint={t("pro.hint")}>
      <div className="pro-filters">
        {has(me, "supervisor") ? (
          <RadioChoice<Whose>
            label={t("pro.whose")}
            value={whose}
            onChange={setWhose}
            options={[
              { value: "mine", label: t("pro.mine") },
              { value: "all", label: t("pro.all") },
            ]}
          />
        ) : null}
        <RadioChoice<Which>
          label={t("pro.which")}
          value={which}
          onChange={setWhich}
          options={[
            { value: "standing", label: t("pro.standing") },
            { value: "ended", label: t("pro.ended") },
          ]}
        />
        {late ? (
          <span className="badge" data-tone="late">
            {tn("pro.late", late)}
          </span>
        ) : null}
      </div>
      <Loaded of={pages} skeleton={<Skeleton lines={5} tall />}>
        {(data) => {
          const promises = data.pages.flatMap((page) => page.promises);
          return promises.length ? (
            <>
              <PromiseTable promises={promises} />
              {pages.hasNextPage ? (
                <Act
                  isPending={pages.isFetchingNextPage}
                  onPress={() => void pages.fetchNextPage()}
                >
                  {t("do.more")}
                </Act>
              ) : null}
            </>
          ) : (
            <State
              icon={<Handshake aria-hidden />}
              title={t("pro.none")}
              text={t("pro.none.text")}
            />
          );
        }}
      </Loaded>
    </Page>
  );
}

function PromiseTable({ promises }: { promises: readonly Promised[] }) {
  const { speech } = useActions();
  const { t } = speech;
  const [moving, setMoving] = useState<Promised | null>(null);
  const [withdrawing, setWithdrawing] = useState<Promised | null>(null);
  return (
    <>
      <TableFrame label={t("pro.title")} className="pro-table">
        <thead>
          <tr>
            <th>{t("pro.text")}</th>
            <th>{t("pro.customer")}</th>
            <th>{t("pro.who")}</th>
            <th>{t("pro.due")}</th>
            <th>{t("pro.state")}</th>
            <th>{t("pro.acts")}</th>
          </tr>
        </thead>
        <tbody>
          {promises.map((promise) => (
            <PromiseRow
              key={promise.id}
              promise={promise}
              move={() => setMoving(promise)}
              withdraw={() => setWithdrawing(promise)}
            />
          ))}
        </tbody>
      </TableFrame>
      {moving ? <MovePromise promise={moving} onClose={() => setMoving(null)} /> : null}
      {withdrawing ? (
        <WithdrawPromise promise={withdrawing} onClose={() => setWithdrawing(null)} />
      ) : null}
    </>
  );
}

interface RowProps {
  promise: Promised;
  move: () => void;
  withdraw: () => void;
}

function PromiseRow({ promise, move, withdraw }: RowProps) {
  const { speech } = useActions();
  const { t } = speech;
  const act = useAct();
  const stands = promise.state === "open" || promise.state === "late";
  const name = promise.customer ?? t("row.anonymous");
  const path = `/promises/${promise.id}`;
  return (
    <tr data-state={promise.state}>
      <td className="pro-text">“{promise.text}”</td>
      <td>
        <Link
          to={`/all/${promise.conversation_id}`}
          className="link"
          aria-label={t("pro.open.conversation", { name })}
        >
          {name}
        </Link>
      </td>
      <td>{promise.staff?.name ?? t("pro.ai")}</td>
      <td>
        <DueWords promise={promise} />
      </td>
      <td>
        <StateMark promise={promise} />
      </td>
      <td>
        {stands ? (
          <span className="pro-acts">
            <Act
              look="primary"
              onPress={() => void act(post(`${path}/fulfilment`), "pro.done.kept", ["promises"])}
            >
              {t("pro.keep")}
            </Act>
            {promise.confirmed_at ? null : (
              <Act
                onPress={() =>
                  void act(post(`${path}/confirmation`), "pro.done.confirmed", ["promises"])
                }
              >
                {t("pro.confirm")}
              </Act>
            )}
            <Act onPress={move}>{t("pro.move")}</Act>
            <Act look="quiet" onPress={withdraw}>
              {t("pro.withdraw")}
            </Act>
          </span>
        ) : (
          <span className="muted">{promise.because}</span>
        )}
      </td>
    </tr>
  );
}

export function DueWords({ promise }: { promise: Promised }) {
  const { speech } = useActions();
  const { t, locale } = speech;
  const before = promise.moved_from?.at(-1);
  if (!promise.due_at) return <span className="muted">{t("pro.noTime")}</span>;
  return (
    <span className="pro-due">
      <time dateTime={promise.due_at}>{dayAndClock(promise.due_at, locale)}</time>
      {before ? (
        <small>{t("pro.moved", { time: dayAndClock(before, locale) })}</small>
      ) : promise.due_words ? (
        <small>{t("pro.said", { words: promise.due_words })}</small>
      ) : null}
    </span>
  );
}

function StateMark({ promise }: { promise: Promised }) {
  const { t } = useActions().speech;
  const found = promise.state === "open" && !promise.confirmed_at;
  return (
    <span className="badge" data-tone={promise.state === "late" ? "late" : "ok"}>
      {t(found ? "pro.found" : `pro.${promise.state}`)}
    </span>
  );
}
