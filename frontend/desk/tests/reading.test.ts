import { QueryObserver } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { ReadingClient } from "../src/api/reading";

/** A reading whose answers come when told to; gives how often it was asked for. */
function readings() {
  const pending: ((answer: string) => void)[] = [];
  const queryFn = () => new Promise<string>((answer) => pending.push(answer));
  return { pending, queryFn };
}

const soon = () => new Promise((done) => setTimeout(done));

test("a change during the first reading is read", async () => {
  const client = new ReadingClient();
  const { pending, queryFn } = readings();
  const seen = new QueryObserver(client, { queryKey: ["one"], queryFn, staleTime: 60_000 });
  const end = seen.subscribe(() => {});
  const renewed = client.invalidateQueries({ queryKey: ["one"] });
  pending[0]?.("before");
  await soon();
  expect(pending.length).toBe(2);
  pending[1]?.("after");
  await renewed;
  expect(seen.getCurrentResult().data).toBe("after");
  end();
});

test("what nobody looks at any more is stale after its first reading", async () => {
  const client = new ReadingClient();
  const { pending, queryFn } = readings();
  const end = new QueryObserver(client, { queryKey: ["one"], queryFn }).subscribe(() => {});
  end();
  const renewed = client.invalidateQueries({ queryKey: ["one"] });
  pending[0]?.("before");
  await renewed;
  expect(client.getQueryState(["one"])?.isInvalidated).toBe(true);
});

test("a later reading is not waited for, and others are left alone", async () => {
  const client = new ReadingClient();
  const { pending, queryFn } = readings();
  client.setQueryData(["one"], "old");
  client.setQueryData(["two"], "old");
  const end = new QueryObserver(client, { queryKey: ["one"], queryFn }).subscribe(() => {});
  const renewed = client.invalidateQueries({ queryKey: ["one"] });
  await soon();
  expect(pending.length).toBe(2);
  pending[1]?.("new");
  await renewed;
  expect(client.getQueryData(["one"])).toBe("new");
  expect(client.getQueryState(["two"])?.isInvalidated).toBe(false);
  end();
});

test("a first reading that fails is told to nobody here", async () => {
  const client = new ReadingClient();
  const queryFn = () => Promise.reject(new Error("no"));
  const end = new QueryObserver(client, {
    queryKey: ["one"],
    queryFn,
    retry: false,
  }).subscribe(() => {});
  await client.invalidateQueries({ queryKey: ["one"] });
  expect(client.getQueryState(["one"])?.status).toBe("error");
  end();
});
