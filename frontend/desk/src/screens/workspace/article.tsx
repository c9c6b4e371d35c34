import { useQuery } from "@tanstack/react-query";
import { ChevronLeft } from "lucide-react";
import { Link } from "wouter";
import { articleQuery } from "../../api/queries";
import { nearestBlock, Quoted } from "../../drafts/quoted";
import { useSpeech } from "../../i18n";
import { citedQuery } from "../../knowledge/queries";
import { day } from "../../model/time";
import { IconAct } from "../../parts/button";
import { Scroll } from "../../parts/scroll";
import { Loaded, Skeleton } from "../../parts/states";

interface ArticlePanelProps {
  slug: string;
  /** The place to show. */
  quote?: string | null;
  /** When it was cited: it is shown as it was then. */
  at?: string | null;
  onClose: () => void;
}

export function ArticlePanel({ slug, quote = null, at = null, onClose }: ArticlePanelProps) {
  const { t } = useSpeech();
  const article = useQuery({ ...articleQuery(slug), enabled: !at });
  const cited = useQuery({ ...citedQuery(slug, at ?? ""), enabled: Boolean(at) });
  const title = at ? cited.data?.line.title : article.data?.title;
  return (
    <>
      <header className="side-head">
        <IconAct label={t("article.close")} onPress={onClose} autoFocus>
          <ChevronLeft aria-hidden size={16} />
        </IconAct>
        <h2>{title ?? t("app.loading")}</h2>
      </header>
      <Scroll className="side-scroll" label={title ?? slug}>
        {at ? <CitedBody slug={slug} at={at} /> : <ArticleBody slug={slug} quote={quote} />}
      </Scroll>
    </>
  );
}

/** What an article said when it was cited, and whether that has changed since. */
export function CitedBody({ slug, at }: { slug: string; at: string }) {
  const { t } = useSpeech();
  const cited = useQuery(citedQuery(slug, at));
  return (
    <Loaded of={cited} skeleton={<Skeleton lines={9} />}>
      {({ line, text, latest, on_the_shelf }) => (
        <div className="article">
          {line.version === latest && on_the_shelf ? null : (
            <p className="kno-note" role="note">
              {t("ver.cited", { n: line.version })}{" "}
              {t(on_the_shelf ? "ver.cited.now" : "ver.cited.gone")}{" "}
              <Link className="link" to={`/knowledge/${slug}?version=${line.version}`}>
                {t("ver.cited.compare")}
              </Link>
            </p>
          )}
          <ArticleText text={text} quote={null} />
        </div>
      )}
    </Loaded>
  );
}

/** What an article says, and as of when. */
function ArticleBody({ slug, quote = null }: { slug: string; quote?: string | null }) {
  const { t, locale } = useSpeech();
  const article = useQuery(articleQuery(slug));
  return (
    <Loaded of={article} skeleton={<Skeleton lines={9} />}>
      {(data) => (
        <div className="article">
          <ArticleText text={data.text} quote={quote} />
          {data.updated ? (
            <p className="muted">{t("article.updated", { date: day(data.updated, locale) })}</p>
          ) : null}
        </div>
      )}
    </Loaded>
  );
}

/** An article's plain text with its headings and lists told apart. It stays text: nothing in it is run. */
function ArticleText({ text, quote }: { text: string; quote: string | null }) {
  const blocks = text.split(/\n{2,}/).map((block) => block.trim());
  const quoted = quote ? nearestBlock(blocks, quote) : null;
  return blocks.filter(Boolean).map((block, index) => {
    const heading = block.match(/^#{1,4}\s+(.*)$/);
    // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of one text never move
    if (heading) return <h3 key={index}>{heading[1]}</h3>;
    // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of one text never move
    if (index === quoted) return <Quoted key={index} text={block} />;
    // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of one text never move
    return <p key={index}>{block}</p>;
  });
}
