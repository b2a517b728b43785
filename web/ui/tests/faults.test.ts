/** The fault lab's page: its switches as rules, its claims, its diagram. */

import { expect, test } from "vitest";
import { arrived, claimsOf, missingBefore, twice } from "../src/model/fault-claims";
import { MOST_ROWS, rowsOf, runsIn } from "../src/model/fault-diagram";
import { MOST_EVENTS, numberedIn, readEvents, readLine, withEvents } from "../src/model/fault-line";
import { FAULTS, faultsOf, noFaults, rulesOf } from "../src/model/fault-rules";
import type { LabRecord } from "../src/model/record";

const at = (second: number): string => new Date(1_795_000_000_000 + second * 1000).toISOString();

const record = (seq: number, n: number, more: Partial<LabRecord> = {}): LabRecord => ({
  seq,
  at: at(seq),
  role: "ana",
  data: { run: "r1", n, of: 4, qos: 1 },
  ...more,
});

const packet = (number: number, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  number,
  at: 1_795_000_000 + number,
  connection: 1,
  direction: "up",
  packet: "PUBLISH",
  fate: "passed",
  rules: [],
  mid: number,
  qos: 1,
  topic: "chat/aula1/ana",
  text: JSON.stringify({ run: "r1", n: number, of: 4 }),
  ...more,
});

test("nothing is wrong at first", () => expect(rulesOf(noFaults)).toEqual([]));

test.each(FAULTS)("%s is read as it is written", (fault) => {
  const timed = fault.startsWith("delay") || fault.startsWith("slow") ? ":1.5s" : "";
  for (const often of ["", ":30%", ":next 1"]) {
    const rule = `${fault}${often}${timed}`;
    expect(rulesOf(faultsOf([rule]))).toEqual([rule]);
  }
});

test("a rule that has no switch is kept", () => {
  const rules = ["lose-puback:30%", "lose-suback", "cut-publish:next 7", "lose-puback:50%"];
  const { others } = faultsOf(rules);
  expect(others).toEqual(["lose-suback", "cut-publish:next 7", "lose-puback:50%"]);
  expect(rulesOf(faultsOf(rules))).toEqual(rules);
});

test("a fault that is used up is off, and its slider stays", () => {
  const before = faultsOf(["lose-puback:70%"]);
  const { settings } = faultsOf([], before);
  expect(settings["lose-puback"]).toEqual({ on: false, percent: 70, seconds: 1 });
});

test("a run is counted from the log: what is missing, and what is there twice", () => {
  const records = [record(1, 1), record(2, 2), record(3, 2), record(4, 4)];
  const runs = readLine({ runs: [{ run: "r1", qos: 1, count: 4, phase: "done", again: 1 }] }).runs;
  const claim = claimsOf(records, runs, new Set())[0];
  if (!claim) throw new Error("no claim");
  expect([arrived(claim), claim.of, twice(claim), claim.isOn, claim.again]).toEqual([3, 4, 1, false, 1]);
  expect(claim.times).toEqual([1, 2, 0, 1]);
});

test("a run that began before the records that one has is not counted, and more is asked for", () => {
  const { runs } = readLine({ runs: [{ run: "r1", count: 2, phase: "done", began: 1_795_000_005 }] });
  const late = [record(7, 1), record(8, 2)];
  expect(claimsOf(late, runs, new Set())).toEqual([]);
  expect(missingBefore(late, runs)).toBe(7);
  expect(missingBefore([record(4, 9), ...late], runs)).toBeNull();
  expect(claimsOf([record(4, 9), ...late], runs, new Set())).toHaveLength(1);
});

test("a program that numbers its messages is counted, if they passed the line", () => {
  const records = [record(1, 1, { id: "x" }), record(2, 2, { data: { run: "other", n: 1 } })];
  expect(claimsOf(records, [], new Set(["r1"])).map(({ run, withId, of }) => [run, withId, of])).toEqual([
    ["r1", true, 4],
  ]);
});

test("a run of which nothing has arrived is told too, the newest first", () => {
  const runs = readLine({
    runs: [
      { run: "r1", count: 2, phase: "done" },
      { run: "r2", count: 2, phase: "sending" },
    ],
  });
  expect(claimsOf([], runs.runs, new Set()).map(({ run, times, isOn }) => [run, times, isOn])).toEqual([
    ["r2", [0, 0], true],
    ["r1", [0, 0], false],
  ]);
});

test("numbers beyond any run are no reason for a long row", () => {
  expect(claimsOf([record(1, 1e9)], [], new Set(["r1"]))).toEqual([]);
});

test.each(["", "hello", "{", '{"run":1,"n":1}', '{"run":"a","n":0}', '{"run":"a","n":1.5}', "[1]"])(
  "%j is no numbered message",
  (text) => expect(numberedIn(text)).toBeNull(),
);

test("packets and records are one row in time, with what came again", () => {
  const events = readEvents([packet(1), packet(3, { dup: true, fate: "lost", mid: 1, text: '{"run":"r1","n":1}' })]);
  const rows = rowsOf(events, [record(2, 1), record(4, 1)], "ana");
  expect(rows.map(({ kind, label }) => [kind, label])).toEqual([
    ["packet", "PUBLISH 1"],
    ["record", "1"],
    ["packet", "PUBLISH 1 DUP"],
    ["record", "1"],
  ]);
  expect(rows.map((row) => row.kind === "record" && row.again)).toEqual([false, false, false, true]);
});

test("pings and old records are not drawn, and rows are bounded", () => {
  const many = Array.from({ length: 200 }, (_, place) => packet(place + 10));
  const rows = rowsOf(readEvents([packet(5, { packet: "PINGREQ" }), ...many]), [record(1, 1)], "ana");
  expect(rows).toHaveLength(MOST_ROWS);
  expect(rows.every(({ kind }) => kind === "packet")).toBe(true);
});

test("what is told twice is kept once, and the oldest make room", () => {
  const first = withEvents([], readEvents([packet(1), packet(2)]));
  const second = withEvents(first, readEvents([packet(2), packet(3)]));
  expect(second.map(({ number }) => number)).toEqual([1, 2, 3]);
  const many = Array.from({ length: MOST_EVENTS + 5 }, (_, place) => packet(place + 4));
  expect(withEvents(second, readEvents(many))).toHaveLength(MOST_EVENTS);
  expect([...runsIn(second)]).toEqual(["r1"]);
});
