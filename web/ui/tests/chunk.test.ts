import fc from "fast-check";
import { expect, test } from "vitest";
import type { LabRecord } from "../src/model/record";
import { chunksOf } from "../src/ui/chunk";
import { record } from "./fake-lab";

const row = (first: number, count: number) => Array.from({ length: count }, (_, index) => record(first + index));

test("chunks hold every record once, in order, each knowing what stands before it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 400 }), (first, count) => {
      const records = row(first, count);
      const chunks = chunksOf(records);
      expect(chunks.flatMap((chunk) => chunk.entries)).toEqual(records);
      expect(new Set(chunks.map(({ number }) => number)).size).toBe(chunks.length);
      for (const { entries, before } of chunks)
        expect(before).toBe(records[records.indexOf(entries[0] as LabRecord) - 1]);
    }),
  );
});

test("a chunk in the middle stays the same while records come and go around it", () => {
  const records = row(1, 300);
  const middle = (from: number, to: number) =>
    chunksOf(records.slice(from, to)).find(({ number }) => number === 2)?.entries;
  expect(middle(10, 200)).toEqual(middle(90, 300));
});

test("a chunk stands behind the last line of the talk, not behind a reaction", () => {
  const { text: _, ...bare } = record(50);
  const records = [...row(1, 49), { ...bare, re: 1, reaction: "x" }, record(51)];
  expect(chunksOf(records)[1]?.before).toBe(records[48]);
});
