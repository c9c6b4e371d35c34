import { useQuery } from "@tanstack/react-query";
import { Plus, TextQuote } from "lucide-react";
import { useState } from "react";
import { useActions } from "../actions/provider";
import { call } from "../api/client";
import { has } from "../model/rights";
import { day } from "../model/time";
import { Act } from "../parts/button";
import { Ask } from "../parts/dialog";
import { Check, Choice, Field } from "../parts/field";
import { Loaded, Skeleton, State } from "../parts/states";
import { Page, TableFrame } from "../screens/page";
import { useAct } from "./acts";
import { snippetsQuery } from "./queries";
import type { Snippet } from "./types";

/** Snippets that all share, and mine. */
export default function Snippets() {
  const { speech } = useActions();
  const { t } = speech;
  const snippets = useQuery(snippetsQuery);
  const [edited, setEdited] = useState<Snippet | "new" | null>(null);
  const fresh = (
    <Act look="primary" icon={<Plus aria-hidden size={14} />} onPress={() => setEdited("new")}>
      {t("sni.new")}
    </Act>
  );
  return (
    <Page title={t("sni.title")} hint={t("sni.hint")} actions={fresh}>
      <Loaded of={snippets} skeleton={<Skeleton lines={5} tall />}>
        {(data) => (
          <>
            {data.snippets.length ? (
              <SnippetTable snippets={data.snippets} edit={setEdited} />
            ) : (
              <State
                icon={<TextQuote aria-hidden />}
                title={t("sni.none")}
                text={t("sni.none.text")}
              />
            )}
            {edited ? (
              <EditSnippet
                snippet={edited === "new" ? null : edited}
                variables={data.variables}
                onClose={() => setEdited(null)}
              />
            ) : null}
          </>
        )}
      </Loaded>
    </Page>
  );
}

interface TableProps {
  snippets: readonly Snippet[];
  edit: (snippet: Snippet) => void;
}

function SnippetTable({ snippets, edit }: TableProps) {
  const { me, speech } = useActions();
  const { t, locale } = speech;
  const act = useAct();
  const mayChange = (one: Snippet) => !one.shared || has(me, "supervisor");
  return (
    <TableFrame label={t("sni.title")}>
      <thead>
        <tr>
          <th>{t("sni.name")}</th>
          <th>{t("sni.text")}</th>
          <th>{t("sni.locale")}</th>
          <th>{t("sni.by")}</th>
          <th>{t("pro.acts")}</th>
        </tr>
      </thead>
      <tbody>
        {snippets.map((one) => (
          <tr key={one.id}>
            <td>
              <b>{one.name}</b>
              <br />
              <small className="muted">{t(one.shared ? "ins.shared" : "ins.mine")}</small>
            </td>
            <td className="pro-text">{one.text}</td>
            <td>{one.locale}</td>
            <td>{t("sni.changed", { name: one.changed_by, time: day(one.changed_at, locale) })}</td>
            <td>
              {mayChange(one) ? (
                <span className="pro-acts">
                  <Act onPress={() => edit(one)}>{t("sni.edit")}</Act>
                  <Act
                    look="quiet"
                    onPress={() =>
                      void act(() => call("DELETE", `/snippets/${one.id}`), "sni.dropped", [
                        "snippets",
                      ])
                    }
                  >
                    {t("sni.drop")}
                  </Act>
                </span>
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

interface EditProps {
  snippet: Snippet | null;
  variables: readonly string[];
  onClose: () => void;
}

function EditSnippet({ snippet, variables, onClose }: EditProps) {
  const { me, speech } = useActions();
  const { t } = speech;
  const act = useAct();
  const [name, setName] = useState(snippet?.name ?? "");
  const [text, setText] = useState(snippet?.text ?? "");
  const [locale, setLocale] = useState(snippet?.locale ?? speech.locale);
  const [shared, setShared] = useState(snippet?.shared ?? false);
  const save = () =>
    act(
      () =>
        call(snippet ? "PUT" : "POST", snippet ? `/snippets/${snippet.id}` : "/snippets", {
          name,
          text,
          locale,
          shared,
        }),
      "sni.saved",
      ["snippets"],
    );
  const list = variables
    .filter((one) => !one.includes("."))
    .map((one) => `{${one}}`)
    .join(" ");
  return (
    <Ask
      title={t(snippet ? "sni.edit" : "sni.new")}
      intro={t("sni.hint")}
      submit={t("sni.save")}
      onClose={onClose}
      onSubmit={save}
    >
      <Field label={t("sni.name")} value={name} onChange={setName} isRequired autoFocus />
      <Field
        label={t("sni.text")}
        hint={t("sni.text.hint", { list })}
        rows={5}
        value={text}
        onChange={setText}
        isRequired
      />
      <Choice
        label={t("sni.locale")}
        value={locale}
        onChange={setLocale}
        options={["en", "de", "es"].map((one) => ({ value: one, label: one }))}
      />
      {has(me, "supervisor") ? (
        <Check isSelected={shared} onChange={setShared}>
          {t("sni.shared")}
        </Check>
      ) : null}
    </Ask>
  );
}
