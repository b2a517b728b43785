import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawWalk, isSpot, roundLength, spotsOf } from "../src/model/walk";

const DEGREE = 111_320;

describe("the spots of a way", () => {
  test("are the latitudes with the longitude of their time", () => {
    const spots = spotsOf({ t: [1, 2, 3], v: [10, 11, 12] }, { t: [1, 2, 3], v: [20, 21, 22] });
    expect(spots).toEqual([
      { lat: 10, lon: 20 },
      { lat: 11, lon: 21 },
      { lat: 12, lon: 22 },
    ]);
  });

  test("of one millisecond are several all the same", () => {
    const spots = spotsOf({ t: [5, 5, 5], v: [10, 11, 12] }, { t: [5, 5, 5], v: [20, 21, 22] });
    expect(spots.map(({ lon }) => lon)).toEqual([20, 21, 22]);
  });

  test("have a longitude between two that are left when each series was thinned by itself", () => {
    const spots = spotsOf({ t: [0, 5, 20], v: [1, 1, 1] }, { t: [0, 10], v: [20, 22] });
    expect(spots.map(({ lon }) => lon)).toEqual([20, 21, 22]);
  });

  test("go the short way over the line where the date changes", () => {
    const spots = spotsOf({ t: [0, 5], v: [1, 1] }, { t: [0, 10], v: [179, -179] });
    expect(spots[1]?.lon).toBe(180);
  });

  test("leave out what is no place on the earth", () => {
    expect(spotsOf({ t: [0], v: [91] }, { t: [0], v: [0] })).toEqual([]);
    expect([isSpot(1, 2), isSpot("1", 2), isSpot(undefined, 2)]).toEqual([true, false, false]);
  });
});

describe("the drawing", () => {
  test("has north at the top and east at the right", () => {
    const walk = drawWalk(
      [
        { lat: 0, lon: 0 },
        { lat: 0.01, lon: 0.01 },
      ],
      100,
      100,
      10,
    );
    expect([walk?.begin, walk?.end]).toEqual([
      { x: 10, y: 90 },
      { x: 90, y: 10 },
    ]);
  });

  test("tells the length of the way in metres", () => {
    const walk = drawWalk(
      [
        { lat: 0, lon: 0 },
        { lat: 0, lon: 1 },
        { lat: 0, lon: 0 },
      ],
      100,
      100,
      10,
    );
    expect(walk?.metres).toBeCloseTo(2 * DEGREE, 0);
  });

  test("of a device that stands still is no long way over the whole box", () => {
    const walk = drawWalk(
      [
        { lat: 0, lon: 0 },
        { lat: 1 / DEGREE, lon: 0 },
      ],
      100,
      100,
      10,
    );
    expect(Math.abs((walk?.begin.y ?? 0) - (walk?.end.y ?? 0))).toBeLessThan(6);
  });

  test("of one spot is a spot, and of none nothing", () => {
    expect(drawWalk([{ lat: 5, lon: 5 }], 100, 50, 10)).toMatchObject({ path: "", end: { x: 50, y: 25 } });
    expect(drawWalk([], 100, 50, 10)).toBeNull();
  });

  test("stays in its box", () => {
    const spot = fc.record({
      lat: fc.double({ min: -89, max: 89, noNaN: true }),
      lon: fc.double({ min: -180, max: 180, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(spot, { minLength: 1, maxLength: 9 }), (spots) => {
        const numbers = (drawWalk(spots, 240, 120, 14)?.path.match(/-?[\d.]+/g) ?? []).map(Number);
        for (const [index, value] of numbers.entries()) {
          expect(value).toBeGreaterThanOrEqual(13.9);
          expect(value).toBeLessThanOrEqual((index % 2 === 0 ? 240 : 120) - 13.9);
        }
      }),
    );
  });
});

test("a scale is a round number of metres", () => {
  expect([1, 3, 7, 19, 20, 499].map(roundLength)).toEqual([1, 2, 5, 10, 20, 200]);
});
