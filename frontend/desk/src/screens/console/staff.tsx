import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { StaffAccount } from "../../../../shared/api";
import { useActions } from "../../actions/provider";
import { staffQuery } from "../../api/queries";
import { has } from "../../model/rights";
import { Act } from "../../parts/button";
import { Loaded, Skeleton, State } from "../../parts/states";
import { Card, Page, TableFrame } from "../page";
import { StaffForm } from "./staff_form";

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
            <th scope="row">
              {one.name}
              {one.active ? null : <span className="muted"> ({t("adm.closed")})</span>}
            </th>
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
