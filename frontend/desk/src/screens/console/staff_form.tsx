import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Role, StaffAccount } from "../../../../shared/api";
import { useActions } from "../../actions/provider";
import { call } from "../../api/client";
import { staffQuery } from "../../api/queries";
import { Ask } from "../../parts/dialog";
import { Check, CheckChoice, Choice, Field } from "../../parts/field";
import { errorWords } from "../../parts/states";
import { toast } from "../../parts/toasts";

const roles: readonly Role[] = ["staff", "supervisor", "steward", "admin"];
const languages = [
  { value: "en", label: "English" },
  { value: "de", label: "Deutsch" },
];

interface Sheet {
  name: string;
  email: string;
  password: string;
  roles: string[];
  skills: string;
  capacity: string;
  locale: string;
  active: boolean;
}

function sheetOf(account: StaffAccount | null): Sheet {
  return {
    name: account?.name ?? "",
    email: account?.email ?? "",
    password: "",
    roles: account?.roles ?? ["staff"],
    skills: account?.skills.join(", ") ?? "",
    capacity: String(account?.capacity ?? 4),
    locale: account?.locale ?? "en",
    active: account?.active ?? true,
  };
}

/** Makes an account, or changes one; what the server keeps to itself is sent only when given. */
async function save(account: StaffAccount | null, sheet: Sheet): Promise<void> {
  const skills = sheet.skills.split(",").map((skill) => skill.trim());
  const shared = {
    name: sheet.name.trim(),
    roles: sheet.roles,
    skills: skills.filter(Boolean),
    capacity: Number(sheet.capacity),
    locale: sheet.locale,
    ...(sheet.password ? { password: sheet.password } : {}),
  };
  if (account) await call("PATCH", `/staff/${account.id}`, { ...shared, active: sheet.active });
  else await call("POST", "/staff", { ...shared, email: sheet.email.trim() });
}

interface StaffFormProps {
  account: StaffAccount | null;
  onClose: () => void;
}

export function StaffForm({ account, onClose }: StaffFormProps) {
  const { speech } = useActions();
  const { t } = speech;
  const client = useQueryClient();
  const [sheet, setSheet] = useState(() => sheetOf(account));
  const bind = <K extends keyof Sheet>(name: K) => ({
    value: sheet[name],
    onChange: (value: Sheet[K]) => setSheet((was) => ({ ...was, [name]: value })),
  });
  const submit = async () => {
    try {
      await save(account, sheet);
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
      intro={account?.email ?? ""}
      submit={t("do.save")}
      onClose={onClose}
      onSubmit={submit}
    >
      <Field label={t("adm.name")} {...bind("name")} isRequired autoFocus />
      {account ? null : <Field label={t("adm.email")} type="email" {...bind("email")} isRequired />}
      <Field
        label={t(account ? "adm.newPassword" : "adm.password")}
        hint={t("adm.password.hint")}
        type="password"
        autoComplete="new-password"
        minLength={12}
        {...bind("password")}
        isRequired={!account}
      />
      <CheckChoice
        label={t("adm.roles")}
        {...bind("roles")}
        options={roles.map((role) => ({ value: role, label: t(`adm.role.${role}`) }))}
      />
      <Field label={t("adm.skills")} hint={t("adm.skills.hint")} {...bind("skills")} />
      <Field
        label={t("adm.capacity")}
        hint={t("adm.capacity.hint")}
        {...bind("capacity")}
        inputMode="numeric"
        pattern="[0-9]{1,2}"
        isRequired
      />
      <Choice label={t("adm.locale")} {...bind("locale")} options={languages} />
      {account ? (
        <Check
          isSelected={sheet.active}
          onChange={(active) => setSheet((was) => ({ ...was, active }))}
        >
          {t("adm.active")}
        </Check>
      ) : null}
    </Ask>
  );
}
