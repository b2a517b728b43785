import { expect, test } from "vitest";
import examples from "../../../tests/chat/talk.json";
import { readRecord } from "../src/model/record";

test.each(examples)("$record says what it is about", ({ record, re, reaction, data }) => {
  const read = readRecord({ at: "2026-11-26T12:00:00.000Z", role: "ana", id: "x", ...record });
  expect([read?.re ?? 0, read?.reaction ?? null, read?.data ?? {}]).toEqual([re, reaction, data]);
});
