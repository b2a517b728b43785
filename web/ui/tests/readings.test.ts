import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { leavesOf } from "../src/model/paths";
import { hintOf, hintOfPayload, plainValue } from "../src/model/readings";
import { readRecord } from "../src/model/record";

interface Example {
  readonly payload: string;
  readonly record: { readonly text?: string; readonly data?: Record<string, unknown> };
  readonly reading: Record<string, unknown> | null;
  readonly hint: string | null;
}

const file = new URL("../../../tests/chat/payloads.json", import.meta.url);
const PAYLOADS = JSON.parse(readFileSync(file, "utf8")) as Example[];

test.each(PAYLOADS)("$payload is read as the lab reads it", ({ record, reading }) => {
  const read = readRecord({ seq: 1, at: "", role: "board", ...record });
  expect(Object.fromEntries(leavesOf(read?.data))).toEqual(reading ?? {});
});

test.each(PAYLOADS)("$payload: the page says what to change", ({ record, hint }) => {
  expect(record.text === undefined ? null : hintOf(record.text)).toBe(hint);
});

test.each(PAYLOADS)("$payload: the same is said of the packet", ({ payload, hint }) => {
  expect(hintOfPayload(payload)).toBe(hint);
});

test.each([
  [`{"text": "{'t': 3}"}`, "single-quotes"],
  [`{"text": "{'t': 3}", "id": "a-1"}`, null],
  [`{"text": 3}`, null],
])("the text in %s is read as the record's", (payload, hint) => {
  expect(hintOfPayload(payload)).toBe(hint);
});

test("what a person writes stays as it is", () => {
  expect(readRecord({ seq: 1, at: "", role: "ana", text: "5", id: "a-1" })).toMatchObject({ text: "5" });
});

test.each(["1e999", "9".repeat(33), "0x10", "٣", "--1", "", '"'])("%s is no value", (text) => {
  expect(plainValue(text)).toBeNull();
});
