import { queryOptions } from "@tanstack/react-query";
import type { ToolServer, Webhook, WebhookDelivery } from "../../../shared/api";
import { call, query } from "../api/client";

const of = <T>(path: string) => call<{ items: T[] }>("GET", path).then((page) => page.items);

export const webhooksQuery = queryOptions({
  queryKey: ["webhooks"],
  queryFn: () => of<Webhook>("/webhooks"),
  refetchInterval: 15_000,
});

export const deadQuery = queryOptions({
  queryKey: ["webhook-deliveries", "dead"],
  queryFn: () => of<WebhookDelivery>(`/webhook-deliveries${query({ state: "dead" })}`),
  refetchInterval: 15_000,
});

export const toolServersQuery = queryOptions({
  queryKey: ["tool-servers"],
  queryFn: () => of<ToolServer>("/tool-servers"),
  staleTime: 30_000,
});
