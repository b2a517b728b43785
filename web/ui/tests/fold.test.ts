import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  between,
  countOf,
  type Entry,
  type Fold,
  firstIn,
  foldWith,
  isFold,
  isReading,
  isSameEntry,
  lastIn,
  latestOf,
  layOut,
  toggled,
} from "../src/model/fold";
import type { LabRecord } from "../src/model/record";
import { dayKey } from "../src/model/time";
import { record } from "./fake-lab";

const reading = (seq: number, more: Partial<LabRecord> = {}): LabRecord => {
  const { text: _, ...made } = record(seq);
  return { ...made, role: "sensor-1", data: { temperature: seq }, ...more };
};
const row = (pattern: string, first = 1): LabRecord[] =>
  [...pattern].map((kind, index) => (kind === "." ? reading(first + index) : record(first + index)));
const recordsOf = (entries: readonly Entry[]): LabRecord[] =>
  entries.flatMap((entry) => (isFold(entry) ? entry.records : [entry]));
const shape = (entries: readonly Entry[]): string =>
  entries.map((entry) => (isFold(entry) ? entry.records.length : "x")).join(" ");

const log = fc
  .tuple(
    fc.integer({ min: 1, max: 90 }),
    fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 9 }), fc.constantFrom("a", "b")), { maxLength: 60 }),
  )
  .map(([first, kinds]) =>
    kinds.map(([isData, hours, role], index) => {
      const at = new Date(Date.UTC(2026, 10, 22) + index * hours * 3_600_000).toISOString();
      return isData ? reading(first + index, { role, at }) : record(first + index, { role, at });
    }),
  );
const seqs = fc.array(fc.integer({ min: 1, max: 160 }), { maxLength: 4 });
const anySeq = fc.integer({ min: 1, max: 160 });

describe("what is a reading", () => {
  test.each([
    ["values alone", {}, true],
    ["an announcement of what it reports", { data: { device: "sensor", values: [{ key: "t" }] } }, false],
    ["an announcement of what it obeys", { data: { device: "lamp", commands: ["on"] } }, false],
    ["values with words", { text: "ligada" }, false],
    ["values for somebody", { to: "lamp" }, false],
    ["an event of the lab", { role: "lab", event: "gap" }, false],
    ["bytes", { base64: "AA==" }, false],
  ])("%s", (_, more, expected) => expect(isReading(reading(1, more as Partial<LabRecord>))).toBe(expected));

  test("words alone are none", () => expect(isReading(record(1))).toBe(false));
});

describe("folding", () => {
  test("what is no line of the talk, as a name or a reaction, ends no fold and counts as no reading", () => {
    const { text: _, ...bare } = record(3);
    const named: LabRecord = { ...bare, role: "lab", event: "name-set", data: { role: "ana", name: "Ana" } };
    const reacted: LabRecord = { ...bare, seq: 4, re: 1, reaction: "x" };
    const { entries } = layOut([record(1), reading(2), named, reacted, reading(5), record(6), reading(7)], null, []);
    expect(shape(entries)).toBe("x 4 x 1");
    expect(entries.filter(isFold).map(countOf)).toEqual([2, 1]);
    expect(latestOf(entries[1] as Fold).map(({ role }) => role)).toEqual(["sensor-1"]);
  });

  test("what is no line of the talk at the end of a fold stands behind it", () => {
    const { text: _, ...bare } = record(2);
    const { entries } = layOut([reading(1), { ...bare, re: 1, reaction: "x" }, record(3)], null, []);
    expect(shape(entries)).toBe("1 x x");
  });

  test("every record is in exactly one entry, in the order of the log, and no fold is empty", () => {
    fc.assert(
      fc.property(log, anySeq, seqs, (records, divider, opened) => {
        const { entries } = layOut(records, divider, opened);
        expect(recordsOf(entries)).toEqual(records);
        for (const entry of entries) if (isFold(entry)) expect(entry.records.length).toBeGreaterThan(0);
      }),
    );
  });

  test("a fold holds readings only, of one day, and nothing that people said is in one", () => {
    fc.assert(
      fc.property(log, (records) => {
        for (const entry of layOut(records, null, []).entries) {
          if (isFold(entry))
            expect([entry.records.every(isReading), new Set(entry.records.map(({ at }) => dayKey(at))).size]).toEqual([
              true,
              1,
            ]);
          else expect(isReading(entry)).toBe(false);
        }
      }),
    );
  });

  test("two folds stand side by side only where a day or what is new begins", () => {
    fc.assert(
      fc.property(log, anySeq, (records, divider) => {
        const { entries } = layOut(records, divider, []);
        entries.forEach((entry, index) => {
          const before = entries[index - 1];
          if (!before || !isFold(before) || !isFold(entry)) return;
          expect(firstIn(entry).seq === divider || dayKey(firstIn(entry).at) !== dayKey(lastIn(before).at)).toBe(true);
        });
      }),
    );
  });

  test("readings of several devices make one fold", () => {
    const records = [reading(1), reading(2, { role: "lamp" }), reading(3), record(4), reading(5)];
    expect(shape(layOut(records, null, []).entries)).toBe("3 x 1");
  });

  test("the rows are the seq at which each line begins, and the end", () => {
    expect(layOut(row("..x..."), null, []).rows).toEqual([1, 3, 4, 7]);
    expect(layOut(row("..x..."), null, [5]).rows).toEqual([1, 3, 4, 5, 6, 7]);
    expect(layOut([], null, []).rows).toEqual([]);
  });

  test("a fold at the top of what is held keeps its key while it grows both ways", () => {
    const keyed = (records: LabRecord[]): number => (layOut(records, null, []).entries[0] as Fold).key;
    expect([keyed(row("...", 50)), keyed(row("......", 40))]).toEqual([0, 0]);
    expect(keyed(row("...", 1))).toBe(1);
  });
});

describe("opening", () => {
  test("changes the one fold, and no other", () => {
    fc.assert(
      fc.property(log, seqs, anySeq, (records, opened, place) => {
        const before = layOut(records, null, opened);
        const fold = foldWith(before, place);
        if (!fold) return;
        const changed = layOut(records, null, toggled(opened, fold)).entries.filter(
          (entry, index) => !isSameEntry(entry, before.entries[index]),
        );
        expect(changed.map(firstIn)).toEqual([firstIn(fold)]);
      }),
    );
  });

  test("a link into a fold opens it, wherever it leads", () => {
    const { entries } = layOut(row("x.....x...x"), null, [4]);
    expect(entries.filter(isFold).map(({ isOpen }) => isOpen)).toEqual([true, false]);
  });

  test("an open fold stays open while it grows", () => {
    const opened = toggled([], foldWith(layOut(row("x..."), null, []), 3) as Fold);
    expect(foldWith(layOut(row("x......"), null, opened), 3)?.isOpen).toBe(true);
  });
});

describe("a stretch", () => {
  test("draws a closed fold whole and of an open one what is within", () => {
    const drawn = between(layOut(row("....x...."), null, [2]), 3, 7).map((entry) =>
      isFold(entry) ? [entry.records.length, entry.shown.map((one) => one.seq)] : entry.seq,
    );
    expect(drawn).toEqual([[4, [3, 4]], 5, [4, []]]);
  });
});

test("a fold is drawn anew when it has grown, and else not", () => {
  const foldOf = (pattern: string): Entry | undefined => layOut(row(pattern), null, []).entries.at(-1);
  const same = row("x...");
  expect(isSameEntry(layOut(same, null, []).entries[1], layOut(same, null, []).entries[1])).toBe(true);
  expect(isSameEntry(foldOf("x..."), foldOf("x...."))).toBe(false);
});

test("the last word of each device, in the order in which they began", () => {
  const records = [reading(1, { role: "b" }), reading(2, { role: "a" }), reading(3, { role: "b" })];
  expect(latestOf({ records }).map(({ role, seq: place }) => [role, place])).toEqual([
    ["b", 3],
    ["a", 2],
  ]);
});
