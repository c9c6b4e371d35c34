import { useQuery } from "@tanstack/react-query";
import type { StaffArticle } from "../../../shared/api";
import { useActions } from "../actions/provider";
import type { Speech } from "../i18n";
import { Loaded, Skeleton } from "../parts/states";
import { Fact } from "../screens/workspace/why";
import { staffArticleQuery } from "./queries";

/** An article as it is found: its facts, then its parts, each with its place. Text is only text. */
export function ArticlePane({ slug }: { slug: string }) {
  const { speech } = useActions();
  const article = useQuery(staffArticleQuery(slug));
  return (
    <section className="record-detail kno-article" aria-label={speech.t("kno.article")}>
      <Loaded of={article} skeleton={<Skeleton lines={8} />}>
        {(data) => <Contents article={data} />}
      </Loaded>
    </section>
  );
}

function Contents({ article }: { article: StaffArticle }) {
  const { speech } = useActions();
  const { t, tn } = speech;
  const from = article.source === "policy" ? t("kno.from.policy") : article.source;
  return (
    <>
      <h2>{article.title}</h2>
      {article.valid_today ? null : <p className="kno-not">{t("kno.holds.not")}</p>}
      <dl className="facts">
        <Fact name={t("kno.audience")}>{t(`kno.audience.${article.audience}`)}</Fact>
        <Fact name={t("kno.locale")}>{article.locale}</Fact>
        <Fact name={t("kno.holds")}>{holds(article, speech)}</Fact>
        <Fact name={t("kno.owner")}>{article.owner || t("kno.owner.none")}</Fact>
        <Fact name={t("kno.from")}>
          {from} {article.path}
        </Fact>
        <Fact name={t("kno.updated")}>{day(article.updated, speech)}</Fact>
        <Fact name={t("kno.version")}>{article.version}</Fact>
      </dl>
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
