import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { I18nProvider } from "react-aria-components";
import { chooseLocale, fill, form, type Locale, type Vars } from "../../../shared/i18n";
import { shelfWords } from "../knowledge/shelf_words";
import { knowledgeWords } from "../knowledge/words";
import { autonomy } from "./autonomy";
import { beside } from "./beside";
import { briefing } from "./briefing";
import { common } from "./common";
import { consoleWords } from "./console";
import { conversation } from "./conversation";
import { drafts } from "./drafts";
import { gaps } from "./gaps";
import { integrations } from "./integrations";
import { judging } from "./judging";
import { models } from "./models";
import { supervision } from "./supervision";
import { tools } from "./tools";
import { workspace } from "./workspace";
import { wrapUpList } from "./wrap_up_list";

export const areas = {
  common,
  workspace,
  conversation,
  supervision,
  consoleWords,
  autonomy,
  judging,
  knowledgeWords,
  shelfWords,
  gaps,
  tools,
  integrations,
  models,
  wrapUpList,
  beside,
  briefing,
  drafts,
};

type All<Each> = (Each extends unknown ? (each: Each) => void : never) extends (
  all: infer Whole,
) => void
  ? Whole
  : never;
type Words = All<(typeof areas)[keyof typeof areas]["en"]>;
export type Key = keyof Words;
type PluralOf<K> = K extends `${infer Stem}.other` ? Stem : never;
export type PluralKey = PluralOf<Key>;

const wordsOf = (locale: Locale): Words =>
  Object.assign({}, ...Object.values(areas).map((area) => area[locale]));
const words: Record<Locale, Words> = { en: wordsOf("en"), de: wordsOf("de") };

export interface Speech {
  locale: Locale;
  setLocale: (locale: Locale) => void;
  /** Takes the account's language unless this browser has chosen one. */
  follow: (locale: string) => void;
  t: (key: Key, vars?: Vars) => string;
  /** Like `t`, in the form that fits the count; the count is `{n}`. */
  tn: (stem: PluralKey, count: number, vars?: Vars) => string;
  /** A number as this language writes it. */
  n: (value: number) => string;
}

/** The words of one language, without React: for tests and for `Say`. */
export function speak(locale: Locale): Pick<Speech, "t" | "tn" | "n"> {
  const of = words[locale];
  const n = (value: number) => value.toLocaleString(locale);
  return {
    t: (key, vars) => fill(of[key], vars),
    tn: (stem, count, vars) =>
      fill(of[`${stem}.${form(locale, count)}` as Key], { n: n(count), ...vars }),
    n,
  };
}

const storageKey = "handrail.locale";
const SpeechContext = createContext<Speech | null>(null);

export function SpeechProvider({ children }: { children: ReactNode }) {
  const [locale, setLocale] = useState<Locale>(() =>
    chooseLocale([localStorage.getItem(storageKey) ?? "", ...navigator.languages]),
  );
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  const speech = useMemo<Speech>(
    () => ({
      locale,
      setLocale: (next) => {
        localStorage.setItem(storageKey, next);
        setLocale(next);
      },
      follow: (wanted) => {
        if (!localStorage.getItem(storageKey)) setLocale(chooseLocale([wanted]));
      },
      ...speak(locale),
    }),
    [locale],
  );
  return (
    <SpeechContext.Provider value={speech}>
      <I18nProvider locale={locale}>{children}</I18nProvider>
    </SpeechContext.Provider>
  );
}

export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (!speech) throw new Error("useSpeech needs a SpeechProvider above it");
  return speech;
}
