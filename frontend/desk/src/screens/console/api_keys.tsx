import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ApiKey, NewApiKey, Scope } from "../../../../shared/api";
import { useActions } from "../../actions/provider";
import { useChange } from "../../api/change";
import { call } from "../../api/client";
import { keysQuery } from "../../api/queries";
import { has } from "../../model/rights";
import { dayAndClock } from "../../model/time";
import { Act } from "../../parts/button";
import { Ask } from "../../parts/dialog";
import { CheckChoice, Field } from "../../parts/field";
import { SecretOnce } from "../../parts/secret_once";
import { Loaded, Skeleton, State } from "../../parts/states";
import { Card, Page, TableFrame } from "../page";

export default function ApiKeys() {
  const { me, speech } = useActions();
  const { t } = speech;
  const allowed = has(me, "admin");
  const keys = useQuery({ ...keysQuery, enabled: allowed });
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<NewApiKey | null>(null);
  if (!allowed) return <State title={t("adm.noAccess")} />;
  return (
    <Page
      title={t("adm.keys")}
      hint={t("adm.keys.hint")}
      actions={
        <Act look="primary" onPress={() => setCreating(true)}>
          {t("adm.keys.add")}
        </Act>
      }
    >
      <Card title={t("adm.keys")}>
        <Loaded of={keys} skeleton={<Skeleton lines={4} />}>
          {(data) =>
            data.length ? <KeyTable keys={data} /> : <State title={t("adm.keys.none")} />
          }
        </Loaded>
      </Card>
      {creating ? <CreateKey onClose={() => setCreating(false)} onMade={setMade} /> : null}
      {made && !creating ? (
        <SecretOnce
          title={t("adm.keys.once.title")}
          intro={t("adm.keys.once")}
          label={t("adm.keys.key")}
          secret={made.key}
          have={t("adm.keys.have")}
          onClose={() => setMade(null)}
        />
      ) : null}
    </Page>
  );
}

function KeyTable({ keys }: { keys: ApiKey[] }) {
  const { speech } = useActions();
  const { t, locale } = speech;
  const [asked, ask] = useState<ApiKey | null>(null);
  return (
    <>
      <TableFrame label={t("adm.keys")}>
        <thead>
          <tr>
            <th scope="col">{t("adm.keys.name")}</th>
            <th scope="col">{t("adm.keys.scopes")}</th>
            <th scope="col">{t("adm.keys.created")}</th>
            <th scope="col">{t("adm.keys.used")}</th>
            <th scope="col">
              <span className="visually-hidden">{t("adm.keys.revoke")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id}>
              <th scope="row">{key.name}</th>
              <td>
                <code>{key.scopes.join(" ")}</code>
              </td>
              <td>{dayAndClock(key.created_at, locale)}</td>
              <td>
                {key.last_used_at ? dayAndClock(key.last_used_at, locale) : t("adm.keys.never")}
              </td>
              <td className="cell-do">
                {key.revoked_at ? (
                  <span className="muted">{t("adm.keys.revoked")}</span>
                ) : (
                  <Act aria-label={`${t("adm.keys.revoke")}: ${key.name}`} onPress={() => ask(key)}>
                    {t("adm.keys.revoke")}
                  </Act>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
      {asked ? <Revoke of={asked} onClose={() => ask(null)} /> : null}
    </>
  );
}

function Revoke({ of, onClose }: { of: ApiKey; onClose: () => void }) {
  const { speech } = useActions();
  const { t } = speech;
  const change = useChange(keysQuery.queryKey);
  return (
    <Ask
      danger
      title={t("adm.keys.revoke.title", { name: of.name })}
      intro={t("adm.keys.revoke.intro")}
      submit={t("adm.keys.revoke")}
      onClose={onClose}
      onSubmit={() => change(() => call("DELETE", `/api-keys/${of.id}`))}
    />
  );
}

const scopes: readonly Scope[] = ["assess", "conversations:read", "desk", "judge"];

function CreateKey({
  onClose,
  onMade,
}: {
  onClose: () => void;
  onMade: (made: NewApiKey) => void;
}) {
  const { speech } = useActions();
  const { t } = speech;
  const change = useChange(keysQuery.queryKey);
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string[]>(["assess"]);
  const create = () =>
    change(async () =>
      onMade(await call<NewApiKey>("POST", "/api-keys", { name: name.trim(), scopes: chosen })),
    );
  return (
    <Ask
      title={t("adm.keys.add")}
      intro={t("adm.keys.hint")}
      submit={t("adm.keys.add")}
      onClose={onClose}
      onSubmit={create}
    >
      <Field label={t("adm.keys.name")} value={name} onChange={setName} isRequired autoFocus />
      <CheckChoice
        label={t("adm.keys.scopes")}
        value={chosen}
        onChange={setChosen}
        options={scopes.map((scope) => ({ value: scope, label: t(`adm.scope.${scope}`) }))}
      />
    </Ask>
  );
}
