import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import type { ApiKey, NewApiKey, Scope } from "../../../../shared/api";
import { useActions } from "../../actions/provider";
import { call } from "../../api/client";
import { keysQuery } from "../../api/queries";
import { has } from "../../model/rights";
import { dayAndClock } from "../../model/time";
import { Act } from "../../parts/button";
import { Ask, Sheet } from "../../parts/dialog";
import { CheckChoice, Field } from "../../parts/field";
import { errorWords, Loaded, Skeleton, State } from "../../parts/states";
import { toast } from "../../parts/toasts";
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
      {made && !creating ? <ShownOnce made={made} onClose={() => setMade(null)} /> : null}
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
  const client = useQueryClient();
  const revoke = async () => {
    try {
      await call("DELETE", `/api-keys/${of.id}`);
      await client.invalidateQueries({ queryKey: keysQuery.queryKey });
      return true;
    } catch (error) {
      toast("fault", errorWords(error, speech));
      return false;
    }
  };
  return (
    <Ask
      danger
      title={t("adm.keys.revoke.title", { name: of.name })}
      intro={t("adm.keys.revoke.intro")}
      submit={t("adm.keys.revoke")}
      onClose={onClose}
      onSubmit={revoke}
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
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string[]>(["assess"]);
  const create = async () => {
    try {
      onMade(await call<NewApiKey>("POST", "/api-keys", { name: name.trim(), scopes: chosen }));
      await client.invalidateQueries({ queryKey: keysQuery.queryKey });
      return true;
    } catch (error) {
      toast("fault", errorWords(error, speech));
      return false;
    }
  };
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

/** The only time the key is seen, so nothing but the person's own word closes it. */
function ShownOnce({ made, onClose }: { made: NewApiKey; onClose: () => void }) {
  const { speech } = useActions();
  const { t } = speech;
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(made.key);
    setCopied(true);
  };
  return (
    <Sheet title={t("adm.keys.once.title")} onClose={onClose} keepOpen>
      <div className="dialog-body">
        <p className="dialog-intro">{t("adm.keys.once")}</p>
        <div className="key-row">
          <Field label={t("adm.keys.key")} value={made.key} isReadOnly />
          <Act
            icon={copied ? <Check aria-hidden size={14} /> : <Copy aria-hidden size={14} />}
            onPress={() => void copy()}
          >
            {t(copied ? "do.copied" : "do.copy")}
          </Act>
        </div>
        <footer className="dialog-foot">
          <Act look="primary" onPress={onClose}>
            {t("adm.keys.have")}
          </Act>
        </footer>
      </div>
    </Sheet>
  );
}
