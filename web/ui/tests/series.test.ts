import fc from "fast-check";
import { describe, expect, test } from "vitest";
import units from "../../../tests/chat/units.json";
import type { LabRecord } from "../src/model/record";
import {
  type Book,
  extend,
  isTorn,
  leftOutOf,
  MAX_POINTS,
  MAX_SERIES,
  numbersIn,
  openBook,
  type Points,
  thin,
  unitOf,
  unitOfSeries,
  withUnits,
} from "../src/model/series";
import { sparkPath } from "../src/model/series-spark";

const BEGIN = Date.parse("2026-11-22T10:00:00Z");

const measured = (seq: number, value: number, role = "sensor-1"): LabRecord => ({
  seq,
  at: new Date(BEGIN + seq * 1000).toISOString(),
  role,
  data: { temperature: value },
});

const points = fc
  .array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 400 })
  .map((v): Points => ({ t: v.map((_, index) => index), v }));

const only = (book: Book): Points => [...book.series.values()][0] ?? { t: [], v: [] };

test("the bounds in the description of a device are no readings", () => {
  const slider = { word: "set", kind: "slider", least: 5, greatest: 30 };
  expect(numbersIn({ device: "thermostat", commands: [slider] })).toEqual([]);
  expect(numbersIn({ device: "esp32", values: [21.5] })).toEqual([["values[0]", 21.5]]);
});

describe("thinning", () => {
  test("keeps the first, the last, the least and the greatest, in order, and no more than asked for", () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 4, max: 100 }), (all, most) => {
        const kept = thin(all, most);
        expect(kept.t.length).toBeLessThanOrEqual(Math.max(most, 4));
        expect([kept.t[0], kept.t.at(-1)]).toEqual([all.t[0], all.t.at(-1)]);
        expect([Math.min(...kept.v), Math.max(...kept.v)]).toEqual([Math.min(...all.v), Math.max(...all.v)]);
        expect(kept.t).toEqual([...new Set(kept.t)].sort((one, other) => one - other));
      }),
    );
  });

  test("invents no point", () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 4, max: 100 }), (all, most) => {
        const kept = thin(all, most);
        expect(kept.v).toEqual(kept.t.map((at) => all.v[at]));
      }),
    );
  });
});

describe("history and live records together", () => {
  const log = Array.from({ length: 40 }, (_, index) => measured(index + 1, index % 7));
  const complete = only(extend(openBook([], 0), log));

  test("are the same as the whole log, wherever the history ends and however the records come", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.array(fc.integer({ min: 1, max: 40 })), (lastSeq, cuts) => {
        let book = openBook([...extend(openBook([], 0), log.slice(0, lastSeq)).series.values()], lastSeq);
        const ends = [...cuts, 40].sort((one, other) => one - other);
        // Every batch begins at the start again: what is known already must count once.
        for (const end of ends) book = extend(book, log.slice(0, end));
        expect(only(book).t).toEqual(complete.t);
        expect(only(book).v).toEqual(complete.v);
      }),
    );
  });

  test("records that do not join up with the history are told apart", () => {
    const book = openBook([], 10);
    expect([isTorn(book, log.slice(0, 12)), isTorn(book, log.slice(11)), isTorn(book, log.slice(0, 5))]).toEqual([
      false,
      true,
      false,
    ]);
  });

  test("a clock that was set back leaves the points in the order of time", () => {
    const back = { ...measured(2, 5), at: new Date(BEGIN - 5000).toISOString() };
    expect(only(extend(openBook([], 0), [measured(1, 4), back])).v).toEqual([5, 4]);
  });
});

describe("memory", () => {
  test("a series stays bounded and keeps its peak", () => {
    let book = openBook([], 0);
    for (let seq = 1; seq <= 3 * MAX_POINTS; seq += 500) {
      book = extend(
        book,
        Array.from({ length: 500 }, (_, index) => measured(seq + index, seq + index === 777 ? 99 : 1)),
      );
    }
    expect(only(book).t.length).toBeLessThanOrEqual(MAX_POINTS);
    expect(Math.max(...only(book).v)).toBe(99);
  });

  const invented = (count: number, firstSeq = 1): LabRecord[] =>
    Array.from(
      { length: count },
      (_, index): LabRecord => ({ ...measured(firstSeq + index, 1), data: { [`key${index}`]: 1 } }),
    );

  test("a device that invents keys fills no page, and what has no room is counted once", () => {
    const first = extend(openBook([], 0), invented(MAX_SERIES + 7));
    const book = extend(first, invented(MAX_SERIES + 7, first.lastSeq + 1));
    expect([book.series.size, leftOutOf(book)]).toEqual([MAX_SERIES, 7]);
  });

  test("what the lab has no room for counts too", () => {
    const lines = Array.from({ length: MAX_SERIES + 2 }, (_, index) => ({
      role: "a",
      key: `k${index}`,
      t: [1],
      v: [1],
    }));
    expect(leftOutOf(openBook(lines, 1, 30))).toBe(32);
  });

  test("forty boards with two values each are all there", () => {
    const boards = Array.from(
      { length: 40 },
      (_, index): LabRecord => ({ ...measured(index + 1, 1, `board-${index}`), data: { t: 1, h: 2 } }),
    );
    const book = extend(openBook([], 0), boards);
    expect([book.series.size, leftOutOf(book)]).toEqual([80, 0]);
  });
});

test("a number that a double can't hold is drawn as the nearest that it can", () => {
  expect(numbersIn({ id: 1688888483063664643n })).toEqual([["id", 1688888483063664600]]);
});

test("a unit is told only where it is certain", () => {
  expect(units.map(([key]) => [key, unitOf(key ?? "")])).toEqual(units);
});

test("a sparkline stays in its box", () => {
  fc.assert(
    fc.property(points, (all) => {
      const numbers =
        sparkPath(all, 100, 28)
          .match(/-?[\d.]+/g)
          ?.map(Number) ?? [];
      expect(numbers.every((number, index) => number >= 0 && number <= (index % 2 === 0 ? 100 : 28))).toBe(true);
    }),
  );
});

test("in a sparkline the noise of a sensor stays small", () => {
  const noise = { t: [0, 1, 2, 3], v: [23.4, 23.5, 23.3, 23.4] };
  const heights = [...sparkPath(noise, 100, 28, "°C").matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y));
  expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(3);
});

test("a series has the unit that its device describes, and else what its key means", () => {
  const [temperature, angle] = ["temperature", "angle"].map((key) => ({ id: key, role: "x", key, t: [], v: [] }));
  const held = new Map([temperature, angle].flatMap((one) => (one ? [[one.id, one] as const] : [])));
  const series = withUnits(held, new Map([["angle", "°"]]));
  expect([...series.values()].map(unitOfSeries)).toEqual(["°C", "°"]);
});
