import fc from "fast-check";
import { describe, expect, test } from "vitest";
import protocol from "../../../docs/protocol.md?raw";
import { wireEn } from "../src/i18n/wire.en";
import { wirePtBR } from "../src/i18n/wire.pt-BR";
import { attemptOf, EXAMPLES, REFUSED_AS } from "../src/model/wire-examples";
import { everything, type Filter, filtered, toggled } from "../src/model/wire-filter";
import { REASONS } from "../src/model/wire-lab";
import { hintOfPacket, isCut, KINDS, kindOf, type Packet, readPackets, shownPayload } from "../src/model/wire-packet";
import { countTopics, treeOf } from "../src/model/wire-topics";
import { indexFrom, windowOf } from "../src/model/wire-window";
import { rowName } from "../src/ui/wire-row";

const packet = (n: number, topic: string, payload = "x"): Packet => ({
  n,
  at: "",
  topic,
  qos: 1,
  retain: false,
  dup: false,
  size: payload.length,
  mid: 1,
  payload,
});
const topics = fc.constantFrom(
  "chat/aula1/a",
  "chat/aula1/ab",
  "chat/aula1",
  "log/aula1",
  "to/aula1/ab",
  "status/aula1/a",
  "lab/rejected",
  "lab/synced",
  "lab/bridge",
);
const packets = fc
  .array(fc.tuple(topics, fc.constantFrom("Olá", "ok", "")), { maxLength: 40 })
  .map((all) => all.map(([name, text], n) => packet(n + 1, name, text)));
const filter: fc.Arbitrary<Filter> = fc.record({
  text: fc.constantFrom("", "OLÁ", "aula1"),
  topic: fc.constantFrom("", "chat/aula1", "chat/aula1/a"),
  without: fc.subarray([...KINDS]).map((kinds) => new Set(kinds)),
});

describe("a filter", () => {
  test("leaves out exactly what does not fit, and keeps the order", () => {
    fc.assert(
      fc.property(packets, filter, (all, by) => {
        const fits = ({ topic: name, payload = "" }: Packet): boolean =>
          !by.without.has(kindOf(name)) &&
          `${name}/`.startsWith(by.topic ? `${by.topic}/` : "") &&
          (name.includes(by.text.toLowerCase()) || payload.toLowerCase().includes(by.text.toLowerCase()));
        expect(filtered(all, by)).toEqual(all.filter(fits));
      }),
    );
  });

  test("switched twice is as before", () => {
    for (const kind of KINDS) expect(toggled(toggled(everything, kind), kind)).toEqual(everything);
  });
});

test("the tree of topics counts every packet once", () => {
  fc.assert(
    fc.property(packets, (all) => {
      const tree = treeOf(countTopics(new Map(), all));
      expect(tree.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
    }),
  );
});

test("a branch says what came last on its own topic", () => {
  const [chat] = treeOf(countTopics(new Map(), [packet(1, "chat/aula1/a", "old"), packet(2, "chat/aula1/a", "new")]));
  expect([chat?.last, chat?.below[0]?.below[0]?.last?.payload]).toEqual([null, "new"]);
});

describe("a packet", () => {
  test("that is none is left out, and the rest are numbered in a row", () => {
    expect(
      readPackets([null, { at: "x", topic: "t" }, { topic: 3 }, { at: "x", topic: "u" }], 7).map(({ n }) => n),
    ).toEqual([7, 8]);
  });

  test("is cut when its payload is longer than what is shown, in bytes", () => {
    expect([isCut({ ...packet(1, "t", "é"), size: 2 }), isCut({ ...packet(1, "t", "é"), size: 3 })]).toEqual([
      false,
      true,
    ]);
  });

  test("is heard in a few words: where it passed, how it begins, what became of it", () => {
    const outcome = { seq: 12, sync: { at: "", ms: 2, first: 12, last: 12 } };
    expect(rowName(packet(1, "chat/a/b", "Olá"), outcome, wireEn)).toBe("chat/a/b, Olá, seq 12");
    expect(rowName(packet(1, "log/a", "x".repeat(300)), null, wireEn)).toBe(`log/a, ${"x".repeat(40)}…`);
  });

  test("of a message that is almost JSON says what to change; other packets do not", () => {
    expect(hintOfPacket(packet(1, "chat/a/b", "{'t': 1}"))).toBe("single-quotes");
    expect(hintOfPacket(packet(1, "chat/a/b", '{"t": 1}'))).toBeNull();
    expect(hintOfPacket(packet(1, "log/a", "{'t': 1}"))).toBeNull();
    expect(hintOfPacket({ ...packet(1, "chat/a/b", "{'t': 1}"), size: 600 })).toBeNull();
  });

  test("shows JSON laid out, bytes in pairs, and text as it is", () => {
    const bytes: Packet = { n: 1, at: "", topic: "t", qos: 0, retain: false, dup: false, mid: 0, size: 2, hex: "ff00" };
    expect(shownPayload(packet(1, "t", '{"a":1}'))).toEqual({ form: "json", text: '{\n  "a": 1\n}' });
    expect(shownPayload(bytes)).toEqual({ form: "hex", text: "ff 00" });
    expect(shownPayload(packet(1, "t", "42"))).toEqual({ form: "text", text: "42" });
    expect(shownPayload(packet(1, "t", ""))).toEqual({ form: "empty", text: "" });
  });
});

test("the rows drawn always cover what is in sight, and are few", () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.nat(400_000), fc.nat(2000), (rows, top, height) => {
      const { first, last } = windowOf(rows, top, height, 60);
      expect(last - first).toBeLessThanOrEqual(Math.ceil(height / 60) + 13);
      const within = Math.min(top, Math.max(0, rows * 60 - height));
      if (top <= within) expect(first * 60).toBeLessThanOrEqual(top);
      expect(last).toBe(Math.min(rows, Math.max(last, Math.ceil((within + height) / 60))));
    }),
  );
});

test("a place in the list is found again, also when the packet is gone", () => {
  expect([1, 4, 9].map((n) => indexFrom([{ n: 2 }, { n: 4 }, { n: 6 }], n))).toEqual([0, 1, 3]);
});

describe("the words", () => {
  test("say in both languages what to do about every reason", () => {
    for (const reason of REASONS) for (const words of [wireEn, wirePtBR]) expect(words.reasons[reason]).toBeTruthy();
  });

  test("name every example in both languages", () => {
    for (const example of EXAMPLES)
      for (const words of [wireEn, wirePtBR]) expect(words.exampleNames[example]).toBeTruthy();
  });
});

test("there is an example for every reason that a browser can provoke", () => {
  const provoked = new Set(EXAMPLES.map((example) => REFUSED_AS[example]));
  expect(REASONS.filter((reason) => !provoked.has(reason))).toEqual(["bad-role"]);
  for (const example of EXAMPLES) expect(attemptOf(example, "aula1", 65536, "Olá", 1).topic).toMatch(/^chat\//);
});

test("every reason of lab/rejected is explained in both languages", () => {
  const section = protocol.slice(protocol.indexOf("## `lab/rejected`"), protocol.indexOf("## `lab/synced`"));
  const list = section.slice(section.indexOf("`reason` is one of"), section.indexOf("At most 50"));
  const reasons = [...list.matchAll(/`([a-z-]+)`/g)]
    .map(([, reason = ""]) => reason)
    .filter((word) => word !== "reason");
  expect(reasons.length).toBeGreaterThan(9);
  const explained = [wireEn, wirePtBR].map(({ reasons: texts }): Record<string, string> => texts);
  expect(reasons.filter((reason) => explained.some((texts) => !texts[reason]))).toEqual([]);
});
