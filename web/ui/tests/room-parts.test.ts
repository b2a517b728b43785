import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attentive, firstNew, lookAway, lookBack } from "../src/model/attention";
import { type Excerpt, firstIn, holds, KEPT, lastIn, withNewer, withOlder } from "../src/model/excerpt";
import { hexDump } from "../src/model/hexdump";
import { recordPath, seqOf } from "../src/model/link";
import { complete, cutAtMentions, isMentioned, offersFor, typedAt } from "../src/model/mention";
import { doubled, fromLines, readReplies, repliesFault, repliesSince } from "../src/model/replies";
import { logOf, record } from "./fake-lab";

describe("the line above what is new", () => {
  test("stands before what came while one looked away, also after looking back", () => {
    const away = lookAway(attentive, 10);
    expect(firstNew(away, 10)).toBeNull();
    expect(firstNew(lookBack(away), 12)).toBe(11);
  });

  test("does not move while one stays away", () => {
    expect(firstNew(lookAway(lookAway(attentive, 10), 12), 14)).toBe(11);
  });

  test("is not drawn over the first messages of all", () => {
    expect(firstNew(lookAway(attentive, 0), 3)).toBeNull();
  });
});

describe("an excerpt", () => {
  const log = logOf(5000);
  const middle: Excerpt = { records: log.slice(2000, 2100), newest: 5000 };

  test("takes pages that join up, at either end", () => {
    const longer = withNewer(withOlder(middle, log.slice(1900, 2000)), log.slice(2100, 2200), 5001);
    expect([firstIn(longer), lastIn(longer), longer.newest]).toEqual([1901, 2200, 5001]);
  });

  test("leaves alone what does not join up, or is of another log", () => {
    expect(withOlder(middle, log.slice(1000, 1100))).toBe(middle);
    expect(withNewer(middle, log.slice(3000, 3100), 5000).records).toEqual(middle.records);
    expect(withNewer(middle, [record(2100, { role: "other" }), record(2101)], 5000)).toBe(middle);
  });

  test("is one bounded row, whatever pages come", () => {
    const page = fc.record({
      older: fc.boolean(),
      start: fc.integer({ min: 0, max: 4999 }),
      size: fc.integer({ min: 0, max: 900 }),
    });
    fc.assert(
      fc.property(fc.array(page, { maxLength: 30 }), (pages) => {
        let now = middle;
        for (const { older, start, size } of pages) {
          const [first, last] = [firstIn(now) - 1, lastIn(now)];
          now = older
            ? withOlder(now, log.slice(Math.max(0, first - size), first))
            : withNewer(now, log.slice(last, last + size), 5000);
          now = older ? withOlder(now, log.slice(start, start + size)) : now;
        }
        expect(now.records).toEqual(log.slice(firstIn(now) - 1, lastIn(now)));
        expect(now.records.length).toBeLessThanOrEqual(KEPT);
      }),
      { numRuns: 40 },
    );
  });

  test("knows what it holds", () => {
    expect([2000, 2001, 2100, 2101].map((seq) => holds(middle, seq))).toEqual([false, true, true, false]);
  });
});

test("a dump gives offset, bytes and ASCII", () => {
  expect(hexDump(btoa("Hello, lab! \x00\x01\xff~z"))).toBe(
    "000000  48 65 6c 6c 6f 2c 20 6c  61 62 21 20 00 01 ff 7e  Hello, lab! ...~\n" +
      "000010  7a                                                z",
  );
});

test("a dump shows no more than it is asked for, and nothing of what is no base64", () => {
  expect(hexDump(btoa("x".repeat(100)), 16).split("\n")).toHaveLength(1);
  expect(hexDump("%%%")).toBe("");
});

test.each([
  ["#123", 123],
  ["#0", null],
  ["", null],
  ["#12x", null],
  ["#-1", null],
  ["#1e3", null],
])("the fragment %s leads to %s", (fragment, seq) => {
  expect(seqOf(fragment)).toBe(seq);
});

test("the link to a record leads anybody there", () => {
  expect(recordPath("aula1", 7)).toBe("/v/aula1#7");
});

describe("a mention", () => {
  test.each([
    ["@", 1, { at: 0, name: "" }],
    ["oi @la", 6, { at: 3, name: "la" }],
    ["a@b", 3, null],
    ["@lamp on", 8, null],
    ["@lamp on", 3, { at: 0, name: "la" }],
  ])("in %j with the caret at %i is %j", (text, caret, typed) => expect(typedAt(text, caret)).toEqual(typed));

  test("is offered each participant once, those that begin so first", () => {
    expect(offersFor({ at: 0, name: "la" }, ["atlas", "lamp", "Lara", "lamp", "x"])).toEqual(["lamp", "Lara", "atlas"]);
  });

  test("is completed in its place, the caret behind it", () => {
    expect(complete("oi @la tudo", { at: 3, name: "la" }, "lamp")).toEqual({ text: "oi @lamp tudo", caret: 9 });
  });

  test("is found as a whole word only", () => {
    expect(["@ana", "oi @ana!", "@anabela", "a@ana", "@ana-2", "ana"].map((text) => isMentioned(text, "ana"))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(isMentioned("anything @", "")).toBe(false);
  });

  test("is cut out of a text that its pieces make up again", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("@ana", " ", "x", "@", "-", "ana", "é")), (parts) => {
        const text = parts.join("");
        expect(
          cutAtMentions(text, "ana")
            .map((piece) => piece.text)
            .join(""),
        ).toBe(text);
      }),
    );
  });
});

describe("quick replies", () => {
  const changed = (seq: number, replies: string[]) =>
    record(seq, { role: "lab", event: "replies-changed", data: { replies } });

  test("are those of the newest record that sets them", () => {
    expect(repliesSince([changed(1, ["a"]), changed(2, ["b"]), record(3)], 0)).toEqual(["b"]);
  });

  test("are not looked for where one has looked", () => {
    expect(repliesSince([changed(1, ["a"]), record(2)], 1)).toBeNull();
  });

  test("are written one on each line", () => {
    expect(fromLines(" Sim \n\nNão\n")).toEqual(["Sim", "Não"]);
    expect(fromLines("Não\nsim\nNa\u0303o\nSIM")).toEqual(["Não", "sim"]);
    expect(doubled("Não\nsim\n\nNa\u0303o\nSIM")).toBe(2);
  });

  test("are at most twelve, of at most two hundred characters", () => {
    const lines = (count: number): string => Array.from({ length: count }, (_, index) => `${index}\n`).join("");
    expect([repliesFault(lines(12)), repliesFault("x\n".repeat(13))]).toEqual([null, null]);
    expect(repliesFault(lines(13))).toEqual({ kind: "too-many" });
    expect(repliesFault(`${"🙂".repeat(200)}\n${"x".repeat(201)}`)).toEqual({ kind: "too-long", line: 2 });
  });

  test("that are no list of texts are none", () => {
    expect([readReplies("x"), readReplies([1, "a", null])]).toEqual([[], ["a"]]);
  });

  test("of an older lab stand once too, whatever language has the letters", () => {
    expect(readReplies(["Straße", "STRASSE", "Ação", "ac\u0327a\u0303o"])).toEqual(["Straße", "Ação"]);
  });
});
