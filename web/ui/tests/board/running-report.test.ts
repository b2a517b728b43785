import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DESCRIPTION, RunningReport, TOLD_AFTER_MS } from "../../src/board/running-report";
import type { JsonObject, LabRecord } from "../../src/model/record";
import { begin, emptyLog, live } from "../../src/model/records";
import { newRoom, type Room } from "../../src/model/room";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function report(): { said: object[]; made: RunningReport } {
  const said: object[] = [];
  return { said, made: new RunningReport((data) => said.push(data)) };
}

const record = (seq: number, role: string, data: JsonObject): LabRecord => ({ seq, at: "", role, data });
const room = (...records: LabRecord[]): Room => ({
  ...newRoom("aula1", "maria"),
  phase: "live",
  log: live(begin(emptyLog(), [], 0), records),
});

test("a board is described once, and each run is told with its end", () => {
  const { said, made } = report();
  for (let run = 0; run < 2; run += 1) {
    made.begun();
    vi.advanceTimersByTime(TOLD_AFTER_MS);
    made.ended();
  }
  expect(said).toEqual([
    DESCRIPTION,
    ...Array(2)
      .fill([{ running: true }, { running: false }])
      .flat(),
  ]);
});

test("a program that ends at once is not told", () => {
  const { said, made } = report();
  made.begun();
  made.ended();
  vi.advanceTimersByTime(TOLD_AFTER_MS * 2);
  expect(said).toEqual([DESCRIPTION]);
});

test("a program that is started again while it runs is told once", () => {
  const { said, made } = report();
  made.begun();
  vi.advanceTimersByTime(TOLD_AFTER_MS);
  made.begun();
  vi.advanceTimersByTime(TOLD_AFTER_MS);
  expect(said).toEqual([DESCRIPTION, { running: true }]);
});

test("what an earlier page left running is told to have ended, once", () => {
  const { said, made } = report();
  const left = room(record(1, "maria", { running: true }), record(2, "joao", { running: false }));
  made.correct({ ...left, phase: "joining" });
  made.correct(left);
  made.correct(left);
  expect(said).toEqual([{ running: false }]);
});

test("nothing is corrected when the last run has ended", () => {
  const { said, made } = report();
  made.correct(room(record(1, "maria", { running: true }), record(2, "maria", { running: false })));
  expect(said).toEqual([]);
});
