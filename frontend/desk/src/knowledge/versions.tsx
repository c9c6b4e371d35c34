import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type {
  ArticleComparison,
  ArticleVersionLine,
  ArticleVersions,
  StaffArticle,
} from "../../../shared/api";
import { useActions } from "../actions/provider";
import { call } from "../api/client";
import { useOnline } from "../api/live";
import { has } from "../model/rights";
import { dayAndClock } from "../model/time";
import { Act } from "../parts/button";
import { Ask } from "../parts/dialog";
import { errorWords, Loaded, Skeleton } from "../parts/states";
import { toast } from "../parts/toasts";
import { comparisonQuery, versionQuery, versionsQuery } from "./queries";

interface VersionsProps {
  slug: string;
  /** The version that is open; null: none. */
  wanted: number | null;
  onOpen: (version: number) => void;
}

/** Who changed an article when; one version opens with what has changed since, and comes back if wanted. */
export function VersionList({ slug, wanted, onOpen }: VersionsProps) {
  const versions = useQuery(versionsQuery(slug));
  const { speech } = useActions();
  const { t, locale } = speech;
  return (
    <Loaded of={versions} skeleton={<Skeleton lines={5} />}>
      {(data) => (
        <>
          {data.on_the_shelf ? null : <p className="kno-not">{t("ver.gone")}</p>}
          {wanted ? <OneVersion key={wanted} slug={slug} number={wanted} versions={data} /> : null}
          <ol className="kno-versions" aria-label={t("ver.title")}>
            {data.items.map((one) => (
              <li key={one.version} aria-current={one.version === wanted || undefined}>
                <button type="button" className="record" onClick={() => onOpen(one.version)}>
                  <b>{t("ver.number", { n: one.version })}</b>
                  <span className="muted">
                    {howWords(one, t)} · {dayAndClock(one.changed_at, locale)}
                  </span>
                </button>
              </li>
            ))}
          </ol>
        </>
      )}
    </Loaded>
  );
}

type Say = ReturnType<typeof useActions>["speech"]["t"];

function howWords(one: ArticleVersionLine, t: Say): string {
  const said = { name: one.changed_by, n: one.restored_from ?? 0 };
  return t(one.changed_by ? `ver.how.${one.how}` : `ver.nameless.${one.how}`, said);
}

interface OneProps {
  slug: string;
  number: number;
  versions: ArticleVersions;
}

function OneVersion({ slug, number, versions }: OneProps) {
  const { me, speech } = useActions();
  const { t } = speech;
  const latest = versions.items[0]?.version ?? number;
  const [against, setAgainst] = useState<"latest" | "before" | null>(
    number === latest ? (number > 1 ? "before" : null) : "latest",
  );
  const version = useQuery(versionQuery(slug, number));
  const pair = against === "latest" ? [number, latest] : [number - 1, number];
  return (
    <section className="kno-version" aria-label={t("ver.number", { n: number })}>
      <h3>{t("ver.number", { n: number })}</h3>
      <div className="gap-buttons">
        {number === latest ? null : (
          <Act isDisabled={against === "latest"} onPress={() => setAgainst("latest")}>
            {t("ver.withLatest", { n: latest })}
          </Act>
        )}
        {number > 1 ? (
          <Act isDisabled={against === "before"} onPress={() => setAgainst("before")}>
            {t("ver.withBefore", { n: number - 1 })}
          </Act>
        ) : null}
        <Act isDisabled={against === null} onPress={() => setAgainst(null)}>
          {t("ver.read")}
        </Act>
        {number !== latest && versions.on_the_shelf && has(me, "steward") ? (
          <Restore slug={slug} number={number} latest={latest} />
        ) : null}
      </div>
      {against === null ? (
        <Loaded of={version} skeleton={<Skeleton lines={6} />}>
          {(data) => <p className="kno-part">{data.text}</p>}
        </Loaded>
      ) : (
        <Compared slug={slug} before={pair[0] ?? 1} after={pair[1] ?? number} />
      )}
    </section>
  );
}

function Compared({ slug, before, after }: { slug: string; before: number; after: number }) {
  const { speech } = useActions();
  const { t, tn } = speech;
  const compared = useQuery(comparisonQuery(slug, before, after));
  return (
    <Loaded of={compared} skeleton={<Skeleton lines={6} />}>
      {(data) => (
        <>
          <p className="muted">{t("ver.compared", { before, after })}</p>
          <Properties of={data} />
          {data.stretches.length ? (
            data.stretches.map((each) => (
              <div key={`${each.skipped}/${each.lines[0]?.text}`} className="kno-diff">
                {each.skipped ? (
                  <p className="muted">
                    <span>{tn("ver.skipped", each.skipped)}</span>
                  </p>
                ) : null}
                {each.lines.map((line, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one comparison never move
                  <p key={index} data-mark={line.mark}>
                    <span aria-hidden>{signs[line.mark]}</span>
                    {line.mark === "same" ? null : (
                      <span className="visually-hidden">{t(`ver.${line.mark}`)}</span>
                    )}
                    <span>{line.text || "\u00a0"}</span>
                  </p>
                ))}
              </div>
            ))
          ) : (
            <p>{t("ver.sameText")}</p>
          )}
        </>
      )}
    </Loaded>
  );
}

const signs = { same: " ", added: "+", removed: "−" } as const;

function Properties({ of }: { of: ArticleComparison }) {
  const { speech } = useActions();
  const { t } = speech;
  return (
    <ul className="kno-changes">
      {of.properties.map(({ name, before, after }) => (
        <li key={name}>
          <b>{t(`kno.field.${name}`)}</b>: <del>{before || "–"}</del> → <ins>{after || "–"}</ins>
        </li>
      ))}
    </ul>
  );
}

function Restore({ slug, number, latest }: { slug: string; number: number; latest: number }) {
  const { speech } = useActions();
  const { t } = speech;
  const client = useQueryClient();
  const online = useOnline();
  const [asked, ask] = useState(false);
  const restore = async (): Promise<boolean> => {
    try {
      const path = `/knowledge/articles/${encodeURIComponent(slug)}/restoration`;
      const now = await call<StaffArticle>("POST", path, { restore: number, version: latest });
      toast("done", t(now.version === latest ? "ver.nothing" : "ver.restored", { n: number }));
      return true;
    } catch (error) {
      toast("fault", errorWords(error, speech));
      return false;
    } finally {
      void client.invalidateQueries({ queryKey: ["articles"] });
    }
  };
  return (
    <>
      <Act look="primary" isDisabled={!online} onPress={() => ask(true)}>
        {t("ver.restore")}
      </Act>
      {asked ? (
        <Ask
          title={t("ver.restore.title", { n: number })}
          intro={t("ver.restore.intro")}
          submit={t("ver.restore")}
          onClose={() => ask(false)}
          onSubmit={restore}
        />
      ) : null}
    </>
  );
}
