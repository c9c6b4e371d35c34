import { useEffect, useRef, useState } from "preact/hooks";
import { type Block, blocksOf } from "../model/article";
import type { Article } from "../model/types";
import type { Api } from "../net/api";
import { Icon } from "./icons";
import { useLanguage } from "./use";

interface Props {
  api: Api;
  slug: string;
  close: () => void;
}

/** An article that an answer rests on, over the conversation. Its text is text, whatever it holds. */
export function ArticlePanel({ api, slug, close }: Props) {
  const { texts, times } = useLanguage();
  const [article, setArticle] = useState<Article | null>(null);
  const [failed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  useEffect(() => {
    let wanted = true;
    setFailed(false);
    api.article(slug).then(
      (loaded) => wanted && setArticle(loaded),
      () => wanted && setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, [api, slug, attempt]);
  return (
    <section class="article" role="dialog" aria-modal="true" aria-labelledby="article-title">
      <header class="article-head">
        <span class="article-kind">
          <Icon name="page" />
          {texts.article}
        </span>
        <button
          ref={button}
          type="button"
          class="round plain"
          aria-label={texts.closeArticle}
          title={texts.closeArticle}
          onClick={close}
        >
          <Icon name="close" />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling text must be reached by keyboard */}
      <div class="article-body" tabIndex={0} role="document">
        <h2 id="article-title" dir="auto">
          {article?.title ?? texts.article}
        </h2>
        {article?.updated && <p class="faint">{texts.updated(times.date(article.updated))}</p>}
        {article && blocksOf(article.text).map((block, at) => <BlockView key={at} block={block} />)}
        {!article && !failed && <p role="status">{texts.loading}</p>}
        {failed && (
          <div role="alert">
            <p>{texts.articleFailed}</p>
            <button type="button" class="quiet" onClick={() => setAttempt(attempt + 1)}>
              {texts.tryAgain}
            </button>
          </div>
        )}
      </div>
    </section>
  );
}

function BlockView({ block }: { block: Block }) {
  if (block.kind === "heading") return <h3 dir="auto">{block.text}</h3>;
  if (block.kind === "paragraph") {
    return (
      <p class="text" dir="auto">
        {block.text}
      </p>
    );
  }
  const items = block.items.map((item) => (
    <li key={item} class="text" dir="auto">
      {item}
    </li>
  ));
  return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
}
