import type { ArticleNow, StaffArticle } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { Check, Field } from "../parts/field";
import { PropertyFields } from "./properties";

/** An article as its fields hold it; an empty date is no limit. */
export interface Words {
  title: string;
  text: string;
  audience: "customer" | "staff";
  locale: string;
  owner: string;
  valid_from: string;
  valid_until: string;
  draft: boolean;
}

export const blank: Words = {
  title: "",
  text: "",
  audience: "customer",
  locale: "en",
  owner: "",
  valid_from: "",
  valid_until: "",
  draft: true,
};

export const wordsOf = (article: StaffArticle | ArticleNow): Words => ({
  title: article.title,
  text: article.text,
  audience: article.audience,
  locale: article.locale,
  owner: article.owner,
  valid_from: article.valid_from ?? "",
  valid_until: article.valid_until ?? "",
  draft: "draft" in article ? article.draft : article.state === "draft",
});

/** What the server takes: dates that are empty are none, and a source's words stay out. */
export function bodyOf(words: Words, withText: boolean): Record<string, unknown> {
  const { title, text, ...rest } = words;
  return {
    ...rest,
    locale: rest.locale.trim(),
    owner: rest.owner.trim(),
    valid_from: rest.valid_from || null,
    valid_until: rest.valid_until || null,
    ...(withText ? { title: title.trim(), text: text.trim() } : {}),
  };
}

interface FormProps {
  words: Words;
  /** Whether title and text are changed here. */
  writes: boolean;
  onChange: (words: Words) => void;
}

export function ArticleForm({ words, writes, onChange }: FormProps) {
  const { speech } = useActions();
  const { t } = speech;
  const set =
    <K extends keyof Words>(name: K) =>
    (value: Words[K]) =>
      onChange({ ...words, [name]: value });
  return (
    <div className="kno-form">
      {writes ? (
        <>
          <Field
            label={t("gap.field.title")}
            value={words.title}
            onChange={set("title")}
            maxLength={200}
            isRequired
          />
          <Field
            label={t("gap.field.text")}
            hint={t("gap.field.text.hint")}
            rows={12}
            value={words.text}
            onChange={set("text")}
            maxLength={100_000}
            isRequired
          />
        </>
      ) : null}
      <PropertyFields of={words} onSet={(name, value) => onChange({ ...words, [name]: value })} />
      {writes ? (
        <Check isSelected={words.draft} onChange={set("draft")}>
          {t("kno.draft")}
        </Check>
      ) : null}
    </div>
  );
}
