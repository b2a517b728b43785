import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Series } from "../src/model/series";
import { ALL, extentOf, FIVE_MINUTES, fixed, pan, SHORTEST, stretchOf, zoom } from "../src/model/series-range";
import { cut, nearest, tableOf } from "../src/model/series-table";

const series = (role: string, key: string, t: number[], v: number[]): Series => ({
  id: `${role} ${key}`,
  role,
  key,
  t,
  v,
});
const one = series("sensor-1", "temperature", [1000, 2000, 3000], [20, 21, 22]);
const other = series("sensor-2", "light", [2000, 4000], [7, 8]);

describe("the stretch of time", () => {
  const now = 10_000_000;

  test("moves on with the clock, reaches from the first point on, or stands still", () => {
    expect(stretchOf(FIVE_MINUTES, null, now)).toEqual({ from: now - 300_000, to: now });
    expect(stretchOf(ALL, { from: 1000, to: 2000 }, now)).toEqual({ from: 1000, to: now });
    expect(stretchOf(fixed(0, 5000), null, now)).toEqual({ from: 0, to: 5000 });
  });

  test("keeps its middle when zoomed, its length when moved, and is never shorter than a second", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: SHORTEST, max: 1e9 }), (from, length) => {
        const stretch = { from, to: from + length };
        const near = stretchOf(zoom(stretch, 0.5), null, now);
        expect((near.from + near.to) / 2).toBeCloseTo(from + length / 2, 0);
        expect(near.to - near.from).toBeGreaterThanOrEqual(SHORTEST);
        const moved = stretchOf(pan(stretch, -0.25), null, now);
        expect(moved.to - moved.from).toBeCloseTo(length, 0);
      }),
    );
  });

  test("spans all series that have a point", () => {
    expect([extentOf([one, other, series("a", "b", [], [])]), extentOf([])]).toEqual([{ from: 1000, to: 4000 }, null]);
  });
});

describe("the table", () => {
  test("has a row for each moment of the stretch, and a column for each series", () => {
    expect(tableOf([one, other], { from: 1500, to: 4000 })).toEqual({
      columns: ["sensor-1 temperature (°C)", "sensor-2 light"],
      rows: [
        { t: 2000, cells: [21, 7] },
        { t: 3000, cells: [22, null] },
        { t: 4000, cells: [null, 8] },
      ],
    });
  });

  test("loses nothing that was said within one millisecond", () => {
    const twice = series("sensor-1", "temperature", [1000, 1000, 2000], [1, 2, 3]);
    expect(tableOf([twice, other], { from: 0, to: 2000 }).rows.map(({ cells }) => cells)).toEqual([
      [1, null],
      [2, null],
      [3, 7],
    ]);
  });
});

test("the nearest value is the nearest value", () => {
  const times = fc
    .uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 1 })
    .map((all) => all.sort((a, b) => a - b));
  fc.assert(
    fc.property(times, fc.integer({ min: -10, max: 1010 }), (t, at) => {
      const found = nearest({ t, v: t }, at) ?? NaN;
      expect(Math.abs(found - at)).toBe(Math.min(...t.map((moment) => Math.abs(moment - at))));
    }),
  );
});

test("what is drawn is what is seen and its neighbours, so that lines reach the edge", () => {
  const all = { t: [1, 2, 3, 4, 5, 6], v: [1, 2, 3, 4, 5, 6] };
  expect([cut(all, { from: 3, to: 4 }).t, cut(all, { from: 10, to: 20 }).t, cut(all, { from: 0, to: 9 }).t]).toEqual([
    [2, 3, 4, 5],
    [6],
    all.t,
  ]);
});
