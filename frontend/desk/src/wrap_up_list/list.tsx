import { useQuery } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, Plus } from "lucide-react";
import { useState } from "react";
import type { WrapUpEntry, WrapUpPart } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { call } from "../api/client";
import { useAct } from "../beside/acts";
import type { Key } from "../i18n";
import { has } from "../model/rights";
import { day } from "../model/time";
import { Act, IconAct } from "../parts/button";
import { Loaded, Skeleton, State } from "../parts/states";
import { Card, Page, TableFrame } from "../screens/page";
import { Changes } from "./changes";
import { EditEntry } from "./edit";
import { wrapUpListQuery } from "./queries";

const parts = ["outcome", "field", "reason"] as const;
const listed = { reason: "reasons", outcome: "outcomes", field: "fields" } as const;

export interface Edited {
  part: WrapUpPart;
  entry: WrapUpEntry | null;
}

/** What wrap-ups write down: a steward's list of reasons, outcomes and fields. */
export default function WrapUpListScreen() {
  const { me, speech } = useActions();
  const { t } = speech;
  const allowed = has(me, "steward");
  const list = useQuery({ ...wrapUpListQuery, enabled: allowed });
  const [edited, setEdited] = useState<Edited | null>(null);
  return (
    <Page title={t("wul.title")} hint={t("wul.hint")}>
      {allowed ? (
        <Loaded of={list} skeleton={<Skeleton lines={8} />}>
          {(data) => (
            <div className="cards" data-columns="1">
              {parts.map((part) => (
                <PartCard key={part} part={part} entries={data[listed[part]]} edit={setEdited} />
              ))}
              <Changes />
            </div>
          )}
        </Loaded>
      ) : (
        <State title={t("wul.noAccess")} />
      )}
      {edited ? <EditEntry edited={edited} onClose={() => setEdited(null)} /> : null}
    </Page>
  );
}

interface PartProps {
  part: WrapUpPart;
  entries: readonly WrapUpEntry[];
  edit: (edited: Edited) => void;
}

function PartCard({ part, entries, edit }: PartProps) {
  const { speech } = useActions();
  const { t, locale } = speech;
  const act = useAct();
  const move = (from: number, to: number) => {
    const names = entries.map((one) => one.name);
    names.splice(to, 0, ...names.splice(from, 1));
    const put = () => call("PUT", `/wrap-up-order/${part}`, { names });
    return act(put, null, ["wrap-up-list"]);
  };
  const title = t(`wul.${part}` as Key);
  return (
    <Card
      title={title}
      hint={t(`wul.${part}.hint` as Key)}
      aside={
        <Act
          icon={<Plus aria-hidden size={14} />}
          aria-label={`${t("wul.add")}: ${title}`}
          onPress={() => edit({ part, entry: null })}
        >
          {t("wul.add")}
        </Act>
      }
    >
      {entries.length ? (
        <TableFrame label={title}>
          <thead>
            <tr>
              <th scope="col">{t("wul.words")}</th>
              {part === "field" ? <th scope="col">{t("wul.from")}</th> : null}
              <th scope="col">{t("wul.crm")}</th>
              <th scope="col">{t("pro.acts")}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry, i) => (
              <tr key={entry.name} data-retired={entry.retired_at ? true : undefined}>
                <th scope="row">
                  {entry.title[locale] ?? entry.title["en"]}
                  <br />
                  <small className="muted">
                    <code>{entry.name}</code> · {t(entry.fixed ? "wul.fixed" : "wul.own")}
                    {entry.retired_at
                      ? ` · ${t("wul.retired", { name: entry.retired_by ?? "", day: day(entry.retired_at, locale) })}`
                      : null}
                  </small>
                </th>
                {part === "field" ? (
                  <td>
                    {t(`wul.source.${entry.source ?? "staff"}` as Key)}
                    {entry.of ? ` (${entry.of})` : null}
                  </td>
                ) : null}
                <td>{entry.crm ? <code>{entry.crm}</code> : "–"}</td>
                <td>
                  <span className="wul-acts">
                    <IconAct
                      label={t("wul.up", { name: entry.name })}
                      isDisabled={i === 0}
                      onPress={() => void move(i, i - 1)}
                    >
                      <ArrowUp aria-hidden size={14} />
                    </IconAct>
                    <IconAct
                      label={t("wul.down", { name: entry.name })}
                      isDisabled={i === entries.length - 1}
                      onPress={() => void move(i, i + 1)}
                    >
                      <ArrowDown aria-hidden size={14} />
                    </IconAct>
                    <Act
                      aria-label={`${t("wul.rename")}: ${entry.name}`}
                      onPress={() => edit({ part, entry })}
                    >
                      {t("wul.rename")}
                    </Act>
                    <Retire part={part} entry={entry} />
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </TableFrame>
      ) : (
        <p className="muted">{t("wul.none")}</p>
      )}
    </Card>
  );
}

function Retire({ part, entry }: { part: WrapUpPart; entry: WrapUpEntry }) {
  const { t } = useActions().speech;
  const act = useAct();
  // The outcomes that are read from what was said cannot be retired, only renamed.
  if (part === "outcome" && entry.fixed) return null;
  const path = `/wrap-up-list/${part}/${entry.name}/retirement`;
  const back = Boolean(entry.retired_at);
  return (
    <Act
      look="quiet"
      aria-label={`${t(back ? "wul.back" : "wul.retire")}: ${entry.name}`}
      onPress={() =>
        void act(
          () => call(back ? "DELETE" : "POST", path),
          back ? "wul.done.back" : "wul.done.retired",
          ["wrap-up-list"],
        )
      }
    >
      {t(back ? "wul.back" : "wul.retire")}
    </Act>
  );
}
