import fc from "fast-check";
import { expect, test } from "vitest";
import { moved, plainRows, rowEnd, rowStart } from "../src/model/rows";

const rows = fc
  .uniqueArray(fc.integer({ min: 1, max: 300 }), { minLength: 2 })
  .map((starts) => starts.sort((one, other) => one - other));
const seq = fc.integer({ min: -50, max: 400 });

test("every seq is within its row, and the next row begins where it ends", () => {
  fc.assert(
    fc.property(rows, seq, (held, place) => {
      expect(rowStart(held, place)).toBeLessThanOrEqual(place);
      expect(rowEnd(held, place)).toBeGreaterThanOrEqual(place);
      expect(rowStart(held, rowEnd(held, place) + 1)).toBe(rowEnd(held, place) + 1);
    }),
  );
});

test("so many rows down and up again is where one was", () => {
  fc.assert(
    fc.property(rows, seq, fc.integer({ min: -60, max: 60 }), (held, place, by) => {
      expect(moved(held, moved(held, place, by), -by)).toBe(rowStart(held, place));
    }),
  );
});

test("where nothing is folded, rows are records", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 0, max: 80 }),
      seq,
      fc.integer({ min: -60, max: 60 }),
      (first, last, place, by) => {
        expect(moved(plainRows(first, last), place, by)).toBe(place + by);
      },
    ),
  );
});

test("an empty list counts as well", () => expect(moved([], 5, -3)).toBe(2));
