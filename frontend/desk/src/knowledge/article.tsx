import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import type { StaffArticle } from "../../../shared/api";
import { useActions } from "../actions/provider";
import type { Speech } from "../i18n";
import { has } from "../model/rights";
import { Loaded, Skeleton } from "../parts/states";
import { Fact } from "../screens/workspace/why";
import { EditArticle } from "./edit";
import { sourceOf } from "./filters";
import { staffArticleQuery } from "./queries";
import { VersionList } from "./versions";

interface PaneProps {
  slug: string;
  /** The version that the address names; its versions are then shown first. */
  version: number | null;
}

type View = "read" | "edit" | "versions";

/** An article: read, changed, or with what it was before. Text is only text. */
export function ArticlePane({ slug, version }: PaneProps) {
  const { me, speech } = useActions();
  const { t } = speech;
  const [view, setView] = useState<View>(version ? "versions" : "read");
  const [wanted, want] = useState(version);
  const article = useQuery(staffArticleQuery(slug));
  const [, navigate] = useLocation();
  const pane = useRef<HTMLElement>(null);
  useEffect(() => {
    // Where the list gives way to the article, it begins at its own beginning.
    if (window.innerWidth < 960) pane.current?.scrollIntoView();
  }, []);
  const views: View[] =
    has(me, "steward") && article.data ? ["read", "edit", "versions"] : ["read", "versions"];
  return (
    <section ref={pane} className="record-detail kno-article" aria-label={t("kno.article")}>
      <nav className="kno-views" aria-label={t("kno.views")}>
        {views.map((one) => (
          <button
            key={one}
            type="button"
            className="segment"
            aria-pressed={one === view}
            onClick={() => setView(one)}
          >
            {t(`kno.view.${one}`)}
          </button>
        ))}
        <button
          type="button"
          className="segment kno-back"
          onClick={() => navigate(`/knowledge${listSearch()}`)}
        >
          {t("kno.back")}
        </button>
      </nav>
      {view === "versions" ? (
        <VersionList slug={slug} wanted={wanted} onOpen={want} />
      ) : (
        <Loaded of={article} skeleton={<Skeleton lines={8} />}>
          {(data) => (
            <>
              <h2>{data.title}</h2>
              {view === "edit" ? (
                <EditArticle article={data} onDone={() => setView("read")} />
              ) : (
                <Contents article={data} />
              )}
            </>
          )}
        </Loaded>
      )}
    </section>
  );
}

/** The list's own part of the address, without what is about one article. */
function listSearch(): string {
  const params = new URLSearchParams(window.location.search);
  params.delete("version");
  return params.size ? `?${params}` : "";
}

function Contents({ article }: { article: StaffArticle }) {
  const { speech } = useActions();
  const { t, tn } = speech;
  return (
    <>
      {article.state === "draft" ? (
        <p className="kno-not">{t("kno.draft.not")}</p>
      ) : article.valid_today ? null : (
        <p className="kno-not">{t("kno.holds.not")}</p>
      )}
      <dl className="facts">
        <Fact name={t("kno.audience")}>{t(`kno.audience.${article.audience}`)}</Fact>
        <Fact name={t("kno.locale")}>{article.locale}</Fact>
        <Fact name={t("kno.holds")}>{holds(article, speech)}</Fact>
        <Fact name={t("kno.owner")}>{article.owner || t("kno.owner.none")}</Fact>
        <Fact name={t("kno.from")}>
          {sourceOf(article.source, t)} {article.written_here ? "" : article.path}
        </Fact>
        <Fact name={t("kno.updated")}>{day(article.updated, speech)}</Fact>
        <Fact name={t("kno.version")}>{article.version}</Fact>
        {article.set_here?.length ? (
          <Fact name={t("kno.setHere")}>
            {article.set_here.map((name) => t(`kno.field.${name}`)).join(", ")}
          </Fact>
        ) : null}
      </dl>
      {article.state === "draft" ? <p className="kno-part">{article.text}</p> : null}
      <h3>{tn("kno.parts", article.chunks.length)}</h3>
      <ol className="kno-parts">
        {article.chunks.map((chunk) => (
          <li key={chunk.id}>
            <p className="muted">
              {[chunk.headings, chunk.place, t("kno.part.version", { n: chunk.version })]
                .filter(Boolean)
                .join(" · ")}
            </p>
            <p className="kno-part">{chunk.text}</p>
          </li>
        ))}
      </ol>
    </>
  );
}

const day = (date: string, { locale }: Speech) =>
  new Date(`${date}T12:00:00Z`).toLocaleDateString(locale, { dateStyle: "medium" });

function holds(article: StaffArticle, speech: Speech): string {
  const { t } = speech;
  const from = article.valid_from ? day(article.valid_from, speech) : "";
  const until = article.valid_until ? day(article.valid_until, speech) : "";
  if (from && until) return t("kno.holds.between", { from, until });
  if (from) return t("kno.holds.from", { from });
  return until ? t("kno.holds.until", { until }) : t("kno.holds.always");
}
