import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Checkbox, CheckboxGroup, Label } from "react-aria-components";
import type { Role, StaffAccount } from "../../../../shared/api";
import { useActions } from "../../actions/provider";
import { call } from "../../api/client";
import { staffQuery } from "../../api/queries";
import { has } from "../../model/rights";
import { Act } from "../../parts/button";
import { Ask } from "../../parts/dialog";
import { Choice, Field } from "../../parts/field";
import { errorWords, Loaded, Skeleton, State } from "../../parts/states";
import { toast } from "../../parts/toasts";
import { Card, Page, TableFrame } from "../page";

const roles: readonly Role[] = ["staff", "supervisor", "steward", "admin"];

export default function Staff() {
  const { me, speech } = useActions();
  const { t } = speech;
  const allowed = has(me, "admin");
  const staff = useQuery({ ...staffQuery, enabled: allowed });
  const [edited, edit] = useState<StaffAccount | "new" | null>(null);
  if (!allowed) return <State title={t("adm.noAccess")} />;
  return (
    <Page
      title={t("adm.staff")}
      actions={
        <Act look="primary" onPress={() => edit("new")}>
          {t("adm.staff.add")}
        </Act>
      }
    >
      <Card title={t("adm.staff")}>
        <Loaded of={staff} skeleton={<Skeleton lines={5} />}>
          {(data) =>
            data.length ? (
              <StaffTable staff={data} onEdit={edit} />
            ) : (
              <State title={t("adm.staff.none")} />
            )
          }
        </Loaded>
      </Card>
      {edited ? (
        <StaffForm account={edited === "new" ? null : edited} onClose={() => edit(null)} />
      ) : null}
    </Page>
  );
}

function StaffTable({
  staff,
  onEdit,
}: {
  staff: StaffAccount[];
  onEdit: (one: StaffAccount) => void;
}) {
  const { speech } = useActions();
  const { t } = speech;
  return (
    <TableFrame label={t("adm.staff")}>
      <thead>
        <tr>
          <th scope="col">{t("adm.name")}</th>
          <th scope="col">{t("adm.email")}</th>
          <th scope="col">{t("adm.roles")}</th>
          <th scope="col">{t("adm.skills")}</th>
          <th scope="col">{t("adm.capacity")}</th>
          <th scope="col">
            <span className="visually-hidden">{t("adm.edit")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {staff.map((one) => (
          <tr key={one.id}>
            <th scope="row">{one.name}</th>
            <td>{one.email}</td>
            <td>{one.roles.map((role) => t(`adm.role.${role}`)).join(", ")}</td>
            <td className="muted">{one.skills.join(", ") || "–"}</td>
            <td className="number">{one.capacity}</td>
            <td className="cell-do">
              <Act aria-label={t("adm.staff.edit", { name: one.name })} onPress={() => onEdit(one)}>
                {t("adm.edit")}
              </Act>
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

function StaffForm({ account, onClose }: { account: StaffAccount | null; onClose: () => void }) {
  const { speech } = useActions();
  const { t } = speech;
  const client = useQueryClient();
  const [name, setName] = useState(account?.name ?? "");
  const [email, setEmail] = useState(account?.email ?? "");
  const [password, setPassword] = useState("");
  const [held, setHeld] = useState<string[]>(account?.roles ?? ["staff"]);
  const [skills, setSkills] = useState(account?.skills.join(", ") ?? "");
  const [capacity, setCapacity] = useState(String(account?.capacity ?? 3));
  const [locale, setLocale] = useState(account?.locale ?? "en");
  const save = async () => {
    const shared = {
      name: name.trim(),
      roles: held,
      skills: skills
        .split(",")
        .map((skill) => skill.trim())
        .filter(Boolean),
      capacity: Number(capacity),
      locale,
    };
    try {
      if (account) await call("PATCH", `/staff/${account.id}`, shared);
      else await call("POST", "/staff", { ...shared, email: email.trim(), password });
      await client.invalidateQueries({ queryKey: staffQuery.queryKey });
      toast("done", t("adm.saved"));
      return true;
    } catch (error) {
      toast("fault", errorWords(error, speech));
      return false;
    }
  };
  return (
    <Ask
      title={account ? t("adm.staff.edit", { name: account.name }) : t("adm.staff.add")}
      intro=""
      submit={t("do.save")}
      onClose={onClose}
      onSubmit={save}
    >
      <Field label={t("adm.name")} value={name} onChange={setName} isRequired autoFocus />
      {account ? null : (
        <>
          <Field label={t("adm.email")} type="email" value={email} onChange={setEmail} isRequired />
          <Field
            label={t("adm.password")}
            hint={t("adm.password.hint")}
            type="password"
            autoComplete="new-password"
            minLength={12}
            value={password}
            onChange={setPassword}
            isRequired
          />
        </>
      )}
      <CheckboxGroup className="checks" value={held} onChange={setHeld}>
        <Label>{t("adm.roles")}</Label>
        {roles.map((role) => (
          <Checkbox key={role} value={role} className="check">
            <span className="check-box" aria-hidden="true" />
            {t(`adm.role.${role}`)}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <Field
        label={t("adm.skills")}
        hint={t("adm.skills.hint")}
        value={skills}
        onChange={setSkills}
      />
      <Field
        label={t("adm.capacity")}
        hint={t("adm.capacity.hint")}
        value={capacity}
        onChange={setCapacity}
        inputMode="numeric"
        pattern="[0-9]{1,2}"
        isRequired
      />
      <Choice
        label={t("adm.locale")}
        value={locale}
        onChange={setLocale}
        options={[
          { value: "en", label: "English" },
          { value: "de", label: "Deutsch" },
        ]}
      />
    </Ask>
  );
}
