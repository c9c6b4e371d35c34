import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import type { Policies, PolicyVersion } from "../../../../shared/api";
import { useActions } from "../../actions/provider";
import { call } from "../../api/client";
import { has } from "../../model/rights";
import { dayAndClock } from "../../model/time";
import { Act } from "../../parts/button";
import { Ask } from "../../parts/dialog";
import { errorWords } from "../../parts/states";
import { toast } from "../../parts/toasts";
import { Card } from "../page";

export function Versions({ policies, shown }: { policies: Policies; shown: string }) {
  const { speech, me } = useActions();
  const { t, locale } = speech;
  const [asked, ask] = useState<PolicyVersion | null>(null);
  const isActive = (one: PolicyVersion) =>
    one.name === policies.active.name && String(one.version) === String(policies.active.version);
  return (
    <Card title={t("pol.versions")} className="card-full">
      <ul className="versions">
        {policies.versions.map((one) => (
          <li key={`${one.name}/${one.version}`} data-active={isActive(one) || undefined}>
            <div>
              <b>
                {one.name} · {t("pol.version", { version: one.version })}
              </b>
              <small className="muted">
                {t("pol.loaded", { time: dayAndClock(one.loaded_at, locale), name: one.loaded_by })}
                {one.active_since
                  ? ` · ${t("pol.activeSince", { time: dayAndClock(one.active_since, locale) })}`
                  : null}
              </small>
            </div>
            {isActive(one) ? (
              <span className="badge" data-tone="good">
                {t("pol.isActive")}
              </span>
            ) : null}
            {String(one.version) === shown ? null : (
              <Link to={`/policy/${one.version}`} className="link">
                {t("pol.view")}
              </Link>
            )}
            {has(me, "steward") && !isActive(one) ? (
              <Act onPress={() => ask(one)}>{t("pol.activate")}</Act>
            ) : null}
          </li>
        ))}
      </ul>
      {asked ? <Activate version={asked} onClose={() => ask(null)} /> : null}
    </Card>
  );
}

function Activate({ version, onClose }: { version: PolicyVersion; onClose: () => void }) {
  const { speech } = useActions();
  const { t } = speech;
  const client = useQueryClient();
  const activate = async () => {
    try {
      await call("POST", `/policies/${encodeURIComponent(String(version.version))}/activation`, {});
      toast("done", t("pol.activated", { version: version.version }));
      await client.invalidateQueries({ queryKey: ["policies"] });
      return true;
    } catch (error) {
      toast("fault", errorWords(error, speech));
      return false;
    }
  };
  return (
    <Ask
      title={t("pol.activate.title", { version: version.version })}
      intro={t("pol.activate.intro")}
      submit={t("pol.activate")}
      onClose={onClose}
      onSubmit={activate}
    />
  );
}
