import { expect, test } from "vitest";
import { type ServerEvent, ServerEventParser } from "../src/net/sse";

const WIRE =
  ': beat\n\nid: 1\nevent: message\ndata: {"a":1}\n\nevent: partial\ndata: one\ndata: two\n\nid: 2\ndata:x\n\n';
const EXPECTED: ServerEvent[] = [
  { id: "1", event: "message", data: '{"a":1}' },
  { id: "", event: "partial", data: "one\ntwo" },
  { id: "2", event: "message", data: "x" },
];

function read(...pieces: string[]): ServerEvent[] {
  const parser = new ServerEventParser();
  return pieces.flatMap((piece) => parser.push(piece));
}

test("reads events and skips comments", () => {
  expect(read(WIRE)).toEqual(EXPECTED);
});

test("gives the same events wherever the stream is cut, with every line ending", () => {
  for (const end of ["\n", "\r\n", "\r"]) {
    // A last CR waits for its LF: one more line settles it.
    const wire = `${WIRE.replaceAll("\n", end)}:${end}`;
    for (let cut = 0; cut <= wire.length; cut++) {
      expect(read(wire.slice(0, cut), wire.slice(cut))).toEqual(EXPECTED);
    }
    expect(read(...wire)).toEqual(EXPECTED);
  }
});

test("an event cut off by the end is not delivered", () => {
  expect(read("id: 3\ndata: half")).toEqual([]);
  expect(read("id: 3\ndata: half\n")).toEqual([]);
});

test("an event without data is none, and a leading byte order mark is none of the text", () => {
  expect(read("\uFEFFevent: closed\n\ndata: y\n\n")).toEqual([
    { id: "", event: "message", data: "y" },
  ]);
});

test("only one space after the colon belongs to the format", () => {
  expect(read("data:  two\n\n")[0]?.data).toBe(" two");
});
