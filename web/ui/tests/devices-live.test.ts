import { expect, test, vi } from "vitest";
import type { LabRecord } from "../src/model/record";
import { emptyLog } from "../src/model/records";
import { newRoom, type Room } from "../src/model/room";
import { extend, openBook } from "../src/model/series";
import { DevicesLive } from "../src/net/devices-live";
import { ApiError } from "../src/net/http";
import { record } from "./fake-lab";

const measured = (seq: number): LabRecord => record(seq, { role: "sensor-1", data: { temperature: seq } });
const log = Array.from({ length: 60 }, (_, index) => measured(index + 1));

const roomWith = (records: readonly LabRecord[], generation = 0): Room => {
  const last = records.at(-1)?.seq ?? 0;
  return { ...newRoom("aula1", ""), phase: "live", log: { ...emptyLog(generation), records, last, newest: last } };
};

/** A lab whose history ends at `end`. */
function open(lab: { end: number }) {
  const history = vi.fn(async () => ({
    lines: [...extend(openBook([], 0), log.slice(0, lab.end)).series.values()],
    lastSeq: lab.end,
    leftOut: 0,
    ahead: 0,
  }));
  const pull = vi.fn(async (place: object) => ({
    records: "before" in place ? log.filter(({ seq }) => seq < (place.before as number)) : [],
    lastSeq: lab.end,
  }));
  const announcements = vi.fn(async (): Promise<LabRecord[]> => []);
  const live = new DevicesLive({ history, announcements, pull, changed: () => {} });
  return { live, history, pull, announcements };
}

const values = (live: DevicesLive): readonly number[] => [...(live.book?.series.values() ?? [])][0]?.v ?? [];
const upTo = (last: number): number[] => log.slice(0, last).map(({ seq }) => seq);

test("the history and what the room took meanwhile make one whole", async () => {
  const { live } = open({ end: 40 });
  live.take(roomWith(log.slice(30, 45)));
  await vi.waitFor(() => expect(values(live)).toEqual(upTo(45)));
  live.take(roomWith(log.slice(30, 50)));
  expect(values(live)).toEqual(upTo(50));
});

test("records that are missing in between are fetched with the history again", async () => {
  const lab = { end: 10 };
  const { live, history } = open(lab);
  live.take(roomWith(log.slice(0, 10)));
  await vi.waitFor(() => expect(values(live)).toEqual(upTo(10)));
  lab.end = 40;
  live.take(roomWith(log.slice(30, 45)));
  await vi.waitFor(() => expect(values(live)).toEqual(upTo(45)));
  expect(history).toHaveBeenCalledTimes(2);
});

test("a session that was made anew under its name begins with nothing of the old one", async () => {
  const lab = { end: 10 };
  const { live } = open(lab);
  live.take(roomWith(log.slice(0, 10)));
  await vi.waitFor(() => expect(values(live)).toEqual(upTo(10)));
  lab.end = 2;
  live.take(roomWith(log.slice(0, 2), 1));
  expect([live.book, live.roster.get("sensor-1")?.lastSeq]).toEqual([null, 2]);
  await vi.waitFor(() => expect(values(live)).toEqual(upTo(2)));
});

test("what was said before the page's records is read, so that an old announcement counts", async () => {
  const { live, pull } = open({ end: 60 });
  live.take(roomWith(log.slice(50)));
  await vi.waitFor(() => expect(pull).toHaveBeenCalledWith({ before: 51 }, 1000));
});

test("a history that can't be read is told, and asked for again only after a rest", async () => {
  vi.useFakeTimers();
  const { live, history } = open({ end: 10 });
  history.mockRejectedValueOnce(new ApiError("unreachable", ""));
  for (let end = 1; end <= 10; end += 1) {
    live.take(roomWith(log.slice(0, end)));
    await vi.advanceTimersByTimeAsync(10);
  }
  expect([live.failed, history.mock.calls.length]).toEqual([true, 1]);
  await vi.advanceTimersByTimeAsync(6000);
  expect([live.failed, values(live)]).toEqual([false, upTo(10)]);
  vi.useRealTimers();
});

test("announcements whose search was ended are searched for again after a rest", async () => {
  vi.useFakeTimers();
  const { live, pull, announcements } = open({ end: 60 });
  pull.mockResolvedValue({ records: [measured(2)], lastSeq: 60 });
  announcements.mockRejectedValueOnce(new ApiError("replaced", ""));
  announcements.mockResolvedValue([record(1, { role: "lamp", data: { device: "lamp", commands: ["on"] } })]);
  live.take(roomWith(log.slice(50)));
  await vi.advanceTimersByTimeAsync(10);
  expect(live.roster.has("lamp")).toBe(false);
  await vi.advanceTimersByTimeAsync(6000);
  expect(live.roster.get("lamp")?.commands).toEqual([{ kind: "button", word: "on" }]);
  vi.useRealTimers();
});
