import { useQuery } from "@tanstack/react-query";
import { ChevronLeft } from "lucide-react";
import { articleQuery } from "../../api/queries";
import { nearestBlock, Quoted } from "../../drafts/quoted";
import { useSpeech } from "../../i18n";
import { day } from "../../model/time";
import { IconAct } from "../../parts/button";
import { Scroll } from "../../parts/scroll";
import { Loaded, Skeleton } from "../../parts/states";

interface ArticlePanelProps {
  slug: string;
  /** The place to show. */
  quote?: string | null;
  onClose: () => void;
}

export function ArticlePanel({ slug, quote = null, onClose }: ArticlePanelProps) {
  const { t } = useSpeech();
  const article = useQuery(articleQuery(slug));
  return (
    <>
      <header className="side-head">
        <IconAct label={t("article.close")} onPress={onClose} autoFocus>
          <ChevronLeft aria-hidden size={16} />
        </IconAct>
        <h2>{article.data?.title ?? t("app.loading")}</h2>
      </header>
      <Scroll className="side-scroll" label={article.data?.title ?? slug}>
        <ArticleBody slug={slug} quote={quote} />
      </Scroll>
    </>
  );
}

/** What an article says, and as of when. */
export function ArticleBody({ slug, quote = null }: { slug: string; quote?: string | null }) {
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
