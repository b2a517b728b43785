import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SliderCommand } from "../src/model/description";
import { beyond, numberToSend, partOf, stepOf } from "../src/model/slider";

const slider = (more: Partial<SliderCommand>): SliderCommand => ({
  kind: "slider",
  word: "set",
  least: 0,
  greatest: 100,
  step: null,
  unit: "",
  key: "",
  ...more,
});

describe("the number that is sent", () => {
  test.each([
    [21.5, { step: 0.5 }, "21.5"],
    [0.1 + 0.2, { step: 0.1 }, "0.3"],
    [90, { step: 1 }, "90"],
    [100, { step: 10 }, "100"],
    [0.00001, { step: 0.00001, greatest: 1 }, "0.00001"],
    [-0.01, { least: -1, step: 0.1 }, "0"],
    [2.25, { least: 0.25, step: 1 }, "2.25"],
    [500, { step: 1 }, "100"],
  ])("%f is written as devices read it", (value, more, text) => expect(numberToSend(slider(more), value)).toBe(text));

  test("is digits with a point, within the bounds, and within half a step of what was meant", () => {
    const steps = fc.constantFrom(null, 0.001, 0.25, 0.5, 1, 5);
    fc.assert(
      fc.property(fc.double({ min: -50, max: 150, noNaN: true }), steps, (value, step) => {
        const text = numberToSend(slider({ step }), value);
        expect(text).toMatch(/^\d+(\.\d+)?$/);
        const within = Math.min(Math.max(value, 0), 100);
        expect(Math.abs(Number(text) - within)).toBeLessThanOrEqual(stepOf(slider({ step })) / 2 + 1e-9);
      }),
    );
  });
});

test("a slider without a step moves in a step that people can read", () => {
  expect([slider({}), slider({ greatest: 180 }), slider({ greatest: 1 })].map(stepOf)).toEqual([1, 1, 0.01]);
});

test("a value stands between its bounds, never beyond the ends of the line", () => {
  const bounds = { least: -10, greatest: 50 };
  expect([20, -10, 50, 99, -99].map((value) => partOf(value, bounds))).toEqual([0.5, 0, 1, 1, 0]);
  expect([20, 51, -11].map((value) => beyond(value, bounds))).toEqual(["", "above", "below"]);
});
