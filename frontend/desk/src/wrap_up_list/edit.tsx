import { useState } from "react";
import { useActions } from "../actions/provider";
import { call } from "../api/client";
import { useAct } from "../beside/acts";
import type { Key } from "../i18n";
import { Ask } from "../parts/dialog";
import { Choice, Field } from "../parts/field";
import type { Edited } from "./list";

const types = ["text", "number", "amount"] as const;
const sources = ["staff", "kind", "emotion", "figure", "customer"] as const;
const ofs: Record<string, readonly string[]> = {
  figure: ["amount", "reference"],
  customer: ["external_id", "name", "email", "segment"],
};

type Type = (typeof types)[number];
type Source = (typeof sources)[number];

/** Adds an entry, or gives a known one other words and another name in the CRM. */
export function EditEntry({ edited, onClose }: { edited: Edited; onClose: () => void }) {
  const { speech } = useActions();
  const { t } = speech;
  const act = useAct();
  const { part, entry } = edited;
  const [en, setEn] = useState(entry?.title["en"] ?? "");
  const [de, setDe] = useState(entry?.title["de"] ?? "");
  const [name, setName] = useState(entry?.name ?? "");
  const [crm, setCrm] = useState(entry?.crm ?? "");
  const [type, setType] = useState<Type>(entry?.type ?? "text");
  const [source, setSource] = useState<Source>(entry?.source ?? "staff");
  const [of, setOf] = useState(entry?.of ?? "");
  const fresh = entry === null;
  const id = fresh && !name ? slug(en) : name;
  const save = () => {
    const title = { ...entry?.title, en, ...(de.trim() ? { de } : {}) };
    const field = part === "field" ? { type, source, of } : {};
    const put = () =>
      call("PUT", `/wrap-up-list/${part}/${encodeURIComponent(id)}`, { title, crm, ...field });
    return act(put, "wul.done.saved", ["wrap-up-list", "wrap-up"]);
  };
  return (
    <Ask
      title={t(fresh ? `wul.add.${part}` : `wul.rename.${part}`)}
      intro={t("wul.edit.intro")}
      submit={t("sni.save")}
      onClose={onClose}
      onSubmit={save}
    >
      <Field label={t("wul.en")} value={en} onChange={setEn} isRequired autoFocus maxLength={120} />
      <Field label={t("wul.de")} value={de} onChange={setDe} maxLength={120} />
      {fresh ? (
        <Field
          label={t("wul.name")}
          hint={t("wul.name.hint")}
          value={id}
          onChange={setName}
          pattern="[a-z][a-z0-9_]*"
          isRequired
          maxLength={40}
        />
      ) : null}
      <Field
        label={t("wul.crm")}
        hint={t("wul.crm.hint")}
        value={crm}
        onChange={setCrm}
        maxLength={120}
      />
      {fresh && part === "field" ? (
        <>
          <Choice<Type>
            label={t("wul.type")}
            value={type}
            onChange={setType}
            options={types.map((one) => ({ value: one, label: t(`wul.type.${one}` as Key) }))}
          />
          <Choice<Source>
            label={t("wul.from")}
            value={source}
            onChange={(next) => {
              setSource(next);
              setOf(ofs[next]?.[0] ?? "");
            }}
            options={sources.map((one) => ({ value: one, label: t(`wul.source.${one}` as Key) }))}
          />
          {ofs[source] ? (
            <Choice
              label={t("wul.of")}
              value={of}
              onChange={setOf}
              options={(ofs[source] ?? []).map((one) => ({ value: one, label: one }))}
            />
          ) : null}
        </>
      ) : null}
    </Ask>
  );
}

/** A name from a title: small letters, digits and _, a letter first. */
export function slug(title: string): string {
  return title
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 40);
}
