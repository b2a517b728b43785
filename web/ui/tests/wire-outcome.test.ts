import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MOST_PACKETS, newWire, reduce, type Wire } from "../src/model/wire";
import { DOUBT_MS, type Outcome, publishedBy } from "../src/model/wire-outcome";
import type { Packet } from "../src/model/wire-packet";

const AT = "2026-11-22T16:48:00.123Z";
const CALM = 10 * DOUBT_MS;

type Sent = Record<string, unknown>;

const packet = (topic: string, payload: string, more: Sent = {}): Sent => {
  const size = new TextEncoder().encode(payload).length;
  return { at: AT, topic, qos: 1, retain: false, dup: false, mid: 1, size, payload: payload.slice(0, 512), ...more };
};
const said = (role: string, payload: string, more: Sent = {}): Sent => packet(`chat/aula1/${role}`, payload, more);
const line = (seq: number, role: string, more: object): string => JSON.stringify({ seq, at: AT, role, ...more });
const log = (...lines: string[]): Sent => packet("log/aula1", lines.join("\n"));
const sync = (ms: number, first: number, last: number): Sent =>
  packet("lab/synced", JSON.stringify({ at: AT, ms, sessions: { aula1: [first, last] } }));
const rejection = (topic: string, reason: string, payload: string, more: object = {}): Sent =>
  packet(
    "lab/rejected",
    JSON.stringify({ at: AT, topic, reason, detail: "d", size: payload.length, payload, ...more }),
  );

const watching = (): Wire => reduce(newWire("aula1"), { type: "watching" }, 0);
const take = (wire: Wire, packets: Sent[], dropped = 0, now = CALM): Wire =>
  reduce(wire, { type: "packets", packets, dropped }, now);
const seen = (...packets: Sent[]): Wire => take(watching(), packets);
const outcome = (wire: Wire, n: number): Outcome | undefined => wire.joins.outcomes.get(n);

test("a refusal has the time at which it passed here, not that of the bridge's clock", () => {
  const wire = seen(packet("lab/rejected", JSON.stringify({ at: "2026-11-22T16:47:00.000Z", reason: "empty" })));
  expect(wire.rejections[0]?.at).toBe(AT);
});

describe("the way of a message", () => {
  test.each([
    ["a number alone", "23.5", { text: "23.5" }],
    ["a reply", '{"text":"yes","re":1}', { text: "yes", data: { re: 1 } }],
    ["a reaction", '{"re":1,"reaction":"x"}', { data: { re: 1, reaction: "x" } }],
    ["an act of a rule", '{"text":"on","rule":"hot"}', { text: "on", data: { rule: "hot" } }],
  ])("is found for %s, whose record means more than it says", (_, payload, record) => {
    const wire = seen(said("board", payload), log(line(7, "board", record)));
    expect(outcome(wire, 1)?.seq).toBe(7);
  });

  test("begins no later than the bridge took the message", () => {
    const seenBy = { at: "2026-11-22T16:48:00.130Z" } as Packet;
    expect(publishedBy(seenBy, { takenAt: AT })).toBe(AT);
    expect(publishedBy(seenBy, { takenAt: "2026-11-22T16:48:00.140Z" })).toBe(seenBy.at);
    expect(publishedBy(seenBy, {})).toBe(seenBy.at);
    expect(publishedBy(seenBy, { takenAt: AT, again: true })).toBe(seenBy.at);
  });

  test("is told from its publish to the disk and to the log", () => {
    const wire = seen(said("usuario", "Olá"), log(line(12, "usuario", { text: "Olá" })), sync(1.8, 12, 14));
    expect(outcome(wire, 1)).toMatchObject({
      seq: 12,
      foundBy: "order",
      relay: 2,
      sync: { ms: 1.8, first: 12, last: 14 },
    });
  });

  test("is the same when the disk is told before the record", () => {
    const wire = seen(said("usuario", "Olá"), sync(1.8, 12, 12), log(line(12, "usuario", { text: "Olá" })));
    expect(outcome(wire, 1)).toMatchObject({ seq: 12, sync: { ms: 1.8 } });
  });

  test("is found by the id, whatever else is equal", () => {
    const wire = seen(
      said("a", '{"text":"x","id":"1"}'),
      said("a", '{"text":"x","id":"2"}'),
      log(line(5, "a", { text: "x", id: "2" })),
    );
    expect([outcome(wire, 1)?.seq, outcome(wire, 2)?.seq]).toEqual([undefined, 5]);
  });

  test("of a resend leads to the record that stands", () => {
    const once = said("a", '{"text":"x","id":"1"}');
    const wire = seen(once, log(line(5, "a", { text: "x", id: "1" })), once);
    expect(outcome(wire, 3)).toMatchObject({ seq: 5, again: true });
  });

  test.each([
    ["an id that is no string", '{"id":11524,"t":1}', { id: 11524, t: 1 }],
    ["a byte order mark before", '\uFEFF{"t":1}', { t: 1 }],
    ["NULs after", '{"t":1}\0\0', { t: 1 }],
  ])("of an object with %s is found by its data", (_what, payload, data) => {
    expect(outcome(seen(said("a", payload), log(line(1, "a", { data }))), 1)?.seq).toBe(1);
  });

  test("is found in the room's records too, when the packet shows too little", () => {
    const wire = reduce(
      seen(said("a", '{"text":"x","id":"1"}')),
      { type: "records", records: [{ seq: 9, at: AT, role: "a", text: "x", id: "1" }] },
      CALM,
    );
    expect(outcome(wire, 1)).toMatchObject({ seq: 9, foundBy: "id" });
  });

  test("of bytes is found by the bytes", () => {
    const bytes = { ...said("a", ""), size: 3, hex: "ff0001" } as Sent;
    delete bytes["payload"];
    expect(outcome(seen(bytes, log(line(1, "a", { base64: "/wAB" }))), 1)?.seq).toBe(1);
  });

  test("of data does not depend on the order of its keys", () => {
    expect(outcome(seen(said("a", '{"b":1,"a":2}'), log(line(1, "a", { data: { a: 2, b: 1 } }))), 1)?.seq).toBe(1);
  });

  test("of a number beyond a double is that of a text, as the lab reads it", () => {
    const wire = seen(said("a", '{"t":1e999}'), said("a", '{"t":null}'), log(line(1, "a", { data: { t: null } })));
    expect([outcome(wire, 1)?.seq, outcome(wire, 2)?.seq]).toEqual([undefined, 1]);
  });

  test("at QoS 2 is found although the record was seen first", () => {
    const wire = seen(log(line(3, "a", { text: "x" })), said("a", "x", { qos: 2 }));
    expect(outcome(wire, 2)?.seq).toBe(3);
  });

  test("of a retained copy is none: it was not published now", () => {
    expect(outcome(seen(said("a", "x", { retain: true }), log(line(1, "a", { text: "x" }))), 1)).toBeUndefined();
  });
});

describe("a message without an id can't be told", () => {
  const doubtful: [string, (wire: Wire) => Wire][] = [
    ["when packets were left out", (wire) => take(wire, [], 1)],
    ["when the bridge comes back", (wire) => take(wire, [packet("lab/bridge", "online")])],
    ["when the log has a gap", (wire) => take(wire, [log(line(2, "lab", { event: "gap" }))])],
    ["when a record may be hidden in an excerpt", (wire) => take(wire, [log(line(2, "b", { text: "y".repeat(900) }))])],
    ["after a new connection", (wire) => reduce(wire, { type: "watching" }, CALM)],
  ];
  test.each(doubtful)("%s", (_name, happens) => {
    const wire = take(happens(seen(said("a", "x"))), [log(line(3, "a", { text: "x" }))]);
    expect(outcome(wire, 1)).toEqual({ unsure: true });
  });

  test("when it is a redelivery", () => {
    expect(outcome(seen(said("a", "x", { dup: true })), 1)).toEqual({ unsure: true });
  });
});

describe("a refusal", () => {
  test("is linked to the publish that caused it", () => {
    const wire = seen(said("a", "x"), said("lab", "x"), rejection("chat/aula1/lab", "reserved-role", "x"));
    expect([wire.rejections[0]?.cause, outcome(wire, 2)?.rejection?.reason, outcome(wire, 1)?.rejection]).toEqual([
      2,
      "reserved-role",
      undefined,
    ]);
  });

  test("that was cut in the middle of its payload is understood", () => {
    const wire = seen(
      said("lab", "\\".repeat(400)),
      rejection("chat/aula1/lab", "reserved-role", "\\".repeat(256), { size: 400 }),
    );
    expect(wire.rejections[0]).toMatchObject({ reason: "reserved-role", topic: "chat/aula1/lab" });
  });

  test("of a message that was not seen stands alone", () => {
    expect(seen(rejection("chat/other/lab", "reserved-role", "x")).rejections[0]?.cause).toBeNull();
  });

  test("after others that were left out blames nobody who may be innocent", () => {
    const wire = seen(
      said("lab", "x"),
      said("lab", "x"),
      rejection("chat/aula1/lab", "reserved-role", "x", { suppressed: 1 }),
    );
    expect(wire.rejections[0]?.cause).toBeNull();
  });
});

/** What a lab does in one step: take a message, log what waits, lose packets on the way to the page, or be quiet. */
type Step =
  | { kind: "publish"; role: string; text: string; id: string }
  | { kind: "log" }
  | { kind: "drop"; role: string; text: string }
  | { kind: "rest" };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("publish" as const),
      role: fc.constantFrom("a", "b"),
      text: fc.constantFrom("ok", "x", "y".repeat(300)),
      id: fc.constantFrom("", "", "1", "2", "3"),
    }),
  },
  { weight: 4, arbitrary: fc.constant({ kind: "log" as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("drop" as const),
      role: fc.constantFrom("a", "b"),
      text: fc.constantFrom("ok", "x"),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "rest" as const }) },
);

/** A lab that follows docs/protocol.md, and remembers which packet became which record. */
class FakeLab {
  wire = watching();
  now = CALM;
  private seq = 0;
  private readonly pending: { role: string; text: string; id: string; n: number | null }[] = [];
  private readonly ids = new Map<string, string>();
  readonly truth = new Map<number, number>();

  act(one: Step): void {
    if (one.kind === "publish") this.publish(one, true);
    else if (one.kind === "drop") this.publish({ ...one, id: "" }, false);
    else if (one.kind === "log") this.log();
    else this.rest();
  }

  private publish({ role, text, id }: { role: string; text: string; id: string }, isSeen: boolean): void {
    const payload = id ? JSON.stringify({ text, id }) : text;
    this.pending.push({ role, text, id, n: isSeen ? this.wire.seen + 1 : null });
    this.wire = take(this.wire, isSeen ? [said(role, payload)] : [], isSeen ? 0 : 1, this.now);
  }

  private log(): void {
    const lines = this.pending.splice(0).map(({ role, text, id, n }) => {
      const known = id ? this.ids.get(`${role}/${id}`) : undefined;
      if (!known) this.seq += 1;
      const written = known ?? line(this.seq, role, id ? { text, id } : { text });
      if (id) this.ids.set(`${role}/${id}`, written);
      if (n !== null) this.truth.set(n, (JSON.parse(written) as { seq: number }).seq);
      return written;
    });
    if (lines.length > 0) this.wire = take(this.wire, [log(...lines)], 0, this.now);
  }

  /** The bridge needs less than DOUBT_MS. */
  private rest(): void {
    this.log();
    this.now += 2 * DOUBT_MS;
  }
}

test("whatever happens, no message is ever joined to the record of another", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const lab = new FakeLab();
      for (const one of [...steps, { kind: "log" } as const]) lab.act(one);
      for (const [n, { seq }] of lab.wire.joins.outcomes) if (seq !== undefined) expect(seq).toBe(lab.truth.get(n));
    }),
    { numRuns: 400 },
  );
});

test("while nothing is lost, every short message is joined to its record", () => {
  const calm = step.filter(({ kind }) => kind === "publish" || kind === "log");
  fc.assert(
    fc.property(fc.array(calm, { maxLength: 40 }), (steps) => {
      const lab = new FakeLab();
      for (const one of steps) {
        if (one.kind === "publish" && one.text.length > 2) continue;
        lab.act(one);
        lab.act({ kind: "log" });
      }
      for (const [n, seq] of lab.truth) expect(outcome(lab.wire, n)?.seq).toBe(seq);
    }),
  );
});

test("memory is bounded, however much passes", () => {
  let wire = watching();
  for (let round = 0; round < 60; round += 1) {
    const batch = Array.from({ length: 200 }, (_, index) =>
      packet(`chat/aula1/r${round}-${index}`, `{"id":"${index}","text":"x"}`),
    );
    wire = take(wire, batch, 1);
  }
  expect(wire.seen).toBe(12_000);
  expect(wire.dropped).toBe(60);
  expect(wire.packets.length).toBe(MOST_PACKETS);
  expect(wire.joins.outcomes.size).toBeLessThanOrEqual(MOST_PACKETS);
  expect(wire.joins.waiting.length).toBeLessThanOrEqual(4000);
  expect(wire.topics.size).toBeLessThanOrEqual(300);
});

test("what is cleared is gone, and numbers run on", () => {
  const wire = take(reduce(seen(said("a", "x")), { type: "clear" }, CALM), [said("a", "y")]);
  expect(wire.packets.map(({ n }) => n)).toEqual([2]);
});
