import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import type { Webhook, WebhookSecret } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { useChange } from "../api/change";
import { call } from "../api/client";
import type { Speech } from "../i18n";
import { dayAndClock } from "../model/time";
import { Act } from "../parts/button";
import { Ask } from "../parts/dialog";
import { SecretOnce } from "../parts/secret_once";
import { Loaded, Skeleton, State } from "../parts/states";
import { toast } from "../parts/toasts";
import { Card, TableFrame } from "../screens/page";
import { AddWebhook } from "./add_webhook";
import { kindWords } from "./kinds";
import { webhooksQuery } from "./queries";

export function Webhooks({ of }: { of: UseQueryResult<Webhook[]> }) {
  const { speech } = useActions();
  const { t } = speech;
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<WebhookSecret | null>(null);
  return (
    <>
      <Card
        className="card-full"
        title={t("int.hooks")}
        hint={t("int.hooks.hint")}
        aside={
          <Act look="primary" onPress={() => setAdding(true)}>
            {t("int.hooks.add")}
          </Act>
        }
      >
        <Loaded of={of} skeleton={<Skeleton lines={3} />}>
          {(hooks) =>
            hooks.length ? (
              <Table hooks={hooks} onSecret={setMade} />
            ) : (
              <State title={t("int.hooks.none")} />
            )
          }
        </Loaded>
      </Card>
      {adding ? <AddWebhook onClose={() => setAdding(false)} onMade={setMade} /> : null}
      {made && !adding ? (
        <SecretOnce
          title={t("int.secret.title")}
          intro={secretIntro(made, speech)}
          label={t("int.secret.label")}
          secret={made.secret}
          have={t("int.secret.have")}
          onClose={() => setMade(null)}
        />
      ) : null}
    </>
  );
}

function secretIntro({ previous_until }: WebhookSecret, { t, locale }: Speech) {
  if (!previous_until) return t("int.secret");
  return `${t("int.secret")} ${t("int.secret.overlap", { time: dayAndClock(previous_until, locale) })}`;
}

interface TableProps {
  hooks: Webhook[];
  onSecret: (made: WebhookSecret) => void;
}

function Table({ hooks, onSecret }: TableProps) {
  const { speech } = useActions();
  const { t, n } = speech;
  const [removing, remove] = useState<Webhook | null>(null);
  return (
    <>
      <TableFrame label={t("int.hooks")}>
        <thead>
          <tr>
            <th scope="col">{t("int.hooks.url")}</th>
            <th scope="col">{t("int.hooks.kinds")}</th>
            <th scope="col">{t("int.hooks.state")}</th>
            <th scope="col">{t("int.hooks.open")}</th>
            <th scope="col">{t("int.hooks.dead")}</th>
            <th scope="col">
              <span className="visually-hidden">{t("int.hooks.do")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {hooks.map((hook) => (
            <tr key={hook.id}>
              <th scope="row">{hook.url}</th>
              <td>{hook.kinds.map((kind) => kindWords(kind, t)).join(", ")}</td>
              <td>
                {hook.disabled_at
                  ? t("int.hooks.off", { reason: hook.disabled_because })
                  : t("int.hooks.on")}
              </td>
              <td>{n(hook.open)}</td>
              <td>{n(hook.dead)}</td>
              <td className="cell-do">
                <Doings of={hook} onSecret={onSecret} onRemove={() => remove(hook)} />
              </td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
      {removing ? <Remove of={removing} onClose={() => remove(null)} /> : null}
    </>
  );
}

interface DoingsProps {
  of: Webhook;
  onSecret: (made: WebhookSecret) => void;
  onRemove: () => void;
}

function Doings({ of, onSecret, onRemove }: DoingsProps) {
  const { speech } = useActions();
  const { t } = speech;
  const change = useChange(webhooksQuery.queryKey);
  const act = (what: () => Promise<string | null>) =>
    change(async () => {
      const done = await what();
      if (done) toast("done", done);
    });
  const test = async () => {
    await call("POST", `/webhooks/${of.id}/test`);
    return t("int.hooks.tested");
  };
  const rotate = async () => {
    onSecret(await call<WebhookSecret>("POST", `/webhooks/${of.id}/secret`));
    return null;
  };
  const enable = async () => {
    await call("POST", `/webhooks/${of.id}/activation`);
    return t("int.hooks.enabled");
  };
  const named = (what: string) => `${what}: ${of.url}`;
  return (
    <>
      {of.disabled_at ? (
        <Act aria-label={named(t("int.hooks.enable"))} onPress={() => void act(enable)}>
          {t("int.hooks.enable")}
        </Act>
      ) : (
        <Act aria-label={named(t("int.hooks.test"))} onPress={() => void act(test)}>
          {t("int.hooks.test")}
        </Act>
      )}
      <Act aria-label={named(t("int.hooks.rotate"))} onPress={() => void act(rotate)}>
        {t("int.hooks.rotate")}
      </Act>
      <Act aria-label={named(t("int.hooks.remove"))} onPress={onRemove}>
        {t("int.hooks.remove")}
      </Act>
    </>
  );
}

function Remove({ of, onClose }: { of: Webhook; onClose: () => void }) {
  const { speech } = useActions();
  const { t } = speech;
  const change = useChange(webhooksQuery.queryKey);
  return (
    <Ask
      danger
      title={t("int.hooks.remove.title", { url: of.url })}
      intro={t("int.hooks.remove.intro")}
      submit={t("int.hooks.remove")}
      onClose={onClose}
      onSubmit={() => change(() => call("DELETE", `/webhooks/${of.id}`))}
    />
  );
}
