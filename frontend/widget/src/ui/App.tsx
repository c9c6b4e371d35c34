import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { paletteFrom } from "../colour";
import type { Host } from "../host";
import { languageOf, localeFor, textsFor } from "../i18n";
import { Times } from "../i18n/times";
import type { Visit } from "../model/visit";
import type { Api } from "../net/api";
import type { Config } from "../protocol";
import { ArticlePanel } from "./ArticlePanel";
import { Header } from "./Header";
import { LanguageContext, useChanges, useEscape } from "./use";
import { Walk } from "./Walk";

interface Props {
  visit: Visit;
  api: Api;
  host: Host;
}

/** The whole widget: header, conversation, and an article over it when one is open. */
export function App({ visit, api, host }: Props) {
  useChanges(visit);
  const { config, conversation } = visit;
  useChanges(conversation);
  const [slug, setSlug] = useState<string | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const locale = config?.locale ?? "en";
  const language = useMemo(() => {
    const texts = textsFor(locale);
    return { texts, times: new Times(localeFor(locale), texts) };
  }, [locale]);
  useEffect(() => {
    if (config) dress(config, language.texts.chat);
  }, [config, language]);
  useEffect(() => setSlug(null), [conversation]);
  const closeArticle = () => {
    setSlug(null);
    requestAnimationFrame(() => opener.current?.focus());
  };
  useEscape(() => (slug ? closeArticle() : host.send({ handrail: 1, kind: "close" })));

  if (!conversation || !config) return null;
  const openArticle = (wanted: string, from: HTMLElement) => {
    opener.current = from;
    setSlug(wanted);
  };
  const close = host.framed ? () => host.send({ handrail: 1, kind: "close" }) : null;
  return (
    <LanguageContext.Provider value={language}>
      <div class="chat">
        <main class="under" aria-label={language.texts.chat} inert={slug !== null}>
          <Header title={config.title} conversation={conversation} close={close} />
          <Walk
            key={conversation}
            visit={visit}
            conversation={conversation}
            openArticle={openArticle}
          />
        </main>
        {slug && <ArticlePanel api={api} slug={slug} close={closeArticle} />}
      </div>
    </LanguageContext.Provider>
  );
}

/** Colours, theme and language of the document. Set by script objects, as the policy allows no inline style. */
function dress(config: Config, fallbackTitle: string): void {
  const root = document.documentElement;
  const palette = paletteFrom(config.accent);
  root.lang = languageOf(config.locale);
  root.dataset.theme = config.theme;
  root.style.setProperty("--fill", palette.fill);
  root.style.setProperty("--on-fill", palette.onFill);
  root.style.setProperty("--accent-light", palette.onLight);
  root.style.setProperty("--accent-dark", palette.onDark);
  document.title = config.title || fallbackTitle;
}
