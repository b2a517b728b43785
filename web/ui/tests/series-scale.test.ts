import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { axesOf, spanOf } from "../src/model/series-scale";

describe("a scale", () => {
  test("is no shorter than what the unit makes of noise", () => {
    const { low, high } = spanOf("°C", { low: 23.3, high: 23.5 });
    expect(high - low).toBeGreaterThan(5);
    expect((low + high) / 2).toBeCloseTo(23.4);
  });

  test("of a unit that is not known is a part of its greatest value, and of nought it is about one", () => {
    const light = spanOf("", { low: 400, high: 401 });
    expect(light.high - light.low).toBeGreaterThan(20);
    const nought = spanOf("", { low: 0, high: 0 });
    expect(nought.high - nought.low).toBeGreaterThan(1);
  });

  test("reaches to a rule's number that is near, and not to one that would make the rest small", () => {
    expect(spanOf("°C", { low: 22, high: 24 }, [30]).high).toBeGreaterThan(30);
    expect(spanOf("°C", { low: 22, high: 24 }, [300]).high).toBeLessThan(27);
  });

  test("holds every value, with room above and below", () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(number, number, fc.constantFrom("°C", "%", "", "x"), fc.array(number), (one, other, unit, marks) => {
        const [least, greatest] = [Math.min(one, other), Math.max(one, other)];
        const { low, high } = spanOf(unit, { low: least, high: greatest }, marks);
        return low < least && high > greatest;
      }),
    );
  });
});

test("each unit has one axis, the first at the left, as many as have room", () => {
  expect(axesOf(["°C", "%", "°C", "lx"], 2)).toEqual([
    { unit: "°C", place: "left" },
    { unit: "%", place: "right" },
    { unit: "lx", place: "none" },
  ]);
});
