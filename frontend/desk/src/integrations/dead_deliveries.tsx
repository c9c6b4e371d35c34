import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { WebhookDelivery } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { call } from "../api/client";
import { dayAndClock } from "../model/time";
import { Act } from "../parts/button";
import { errorWords, Loaded, Skeleton, State } from "../parts/states";
import { toast } from "../parts/toasts";
import { Card, TableFrame } from "../screens/page";
import { kindWords } from "./kinds";
import { deadQuery, webhooksQuery } from "./queries";

export function DeadDeliveries() {
  const { speech } = useActions();
  const { t } = speech;
  const dead = useQuery(deadQuery);
  return (
    <Card className="card-full" title={t("int.dead")} hint={t("int.dead.hint")}>
      <Loaded of={dead} skeleton={<Skeleton lines={2} />}>
        {(items) => (items.length ? <Table items={items} /> : <State title={t("int.dead.none")} />)}
      </Loaded>
    </Card>
  );
}

function Table({ items }: { items: WebhookDelivery[] }) {
  const { speech } = useActions();
  const { t, locale } = speech;
  const client = useQueryClient();
  const replay = async (id: string) => {
    try {
      await call("POST", `/webhook-deliveries/${id}/replay`);
      toast("done", t("int.dead.replayed"));
      await client.invalidateQueries({ queryKey: deadQuery.queryKey });
      await client.invalidateQueries({ queryKey: webhooksQuery.queryKey });
    } catch (error) {
      toast("fault", errorWords(error, speech));
    }
  };
  return (
    <TableFrame label={t("int.dead")}>
      <thead>
        <tr>
          <th scope="col">{t("int.dead.event")}</th>
          <th scope="col">{t("int.dead.at")}</th>
          <th scope="col">{t("int.dead.why")}</th>
          <th scope="col">
            <span className="visually-hidden">{t("int.dead.replay")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            <th scope="row">{kindWords(item.kind, t)}</th>
            <td>{dayAndClock(item.created_at, locale)}</td>
            <td>{item.error}</td>
            <td className="cell-do">
              <Act
                aria-label={`${t("int.dead.replay")}: ${kindWords(item.kind, t)} ${dayAndClock(item.created_at, locale)}`}
                onPress={() => void replay(item.id)}
              >
                {t("int.dead.replay")}
              </Act>
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
