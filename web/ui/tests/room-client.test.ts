import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { bannerOf } from "../src/model/banner";
import { draft, FakeLab, logOf, record } from "./fake-lab";
import { FakeStore, joined, open, seqs, settled, upTo } from "./fake-room";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

describe("catching up", () => {
  test("the first join asks for the last records", async () => {
    const { client, wire } = await joined(new FakeLab(logOf(30)));
    expect([wire.joins, client.room.phase, seqs(client.room)]).toEqual([[null], "live", upTo(30)]);
  });

  test("a join after a long absence pulls until the end is reached", async () => {
    const lab = new FakeLab(logOf(10), 20);
    const { client, wire } = await joined(lab);
    wire.disconnect();
    lab.log = logOf(95);
    wire.connect();
    await settled();
    expect([wire.joins, client.room.phase, seqs(client.room)]).toEqual([[null, 9], "live", upTo(95)]);
  });

  test("a gap is pulled, once at a time", async () => {
    const lab = new FakeLab(logOf(10));
    const { client, wire, pulls } = await joined(lab);
    lab.log = logOf(20);
    for (const seq of [15, 17, 20]) wire.relay(record(seq));
    await settled();
    expect([pulls.length, seqs(client.room)]).toEqual([1, upTo(20)]);
  });

  test("being told that one is behind pulls", async () => {
    const lab = new FakeLab(logOf(10));
    const { client, wire } = await joined(lab);
    lab.log = logOf(14);
    wire.handle({ type: "behind", lastSeq: 14 });
    await settled();
    expect(seqs(client.room)).toEqual(upTo(14));
  });

  test("a session made anew is begun again", async () => {
    const lab = new FakeLab(logOf(50));
    const { client, wire } = await joined(lab);
    wire.disconnect();
    lab.log = logOf(3, { at: "2027-01-01T00:00:00.000Z" });
    wire.connect();
    await settled();
    expect([client.room.phase, seqs(client.room), client.room.log.generation]).toEqual(["live", [1, 2, 3], 1]);
  });

  test("a pull that fails is tried again", async () => {
    const lab = new FakeLab(logOf(10));
    const { client, wire } = await joined(lab);
    lab.log = logOf(12);
    wire.connected = false;
    wire.handle({ type: "behind", lastSeq: 12 });
    await settled();
    expect(seqs(client.room)).toEqual(upTo(10));
    wire.connected = true;
    await vi.advanceTimersByTimeAsync(2000);
    expect(seqs(client.room)).toEqual(upTo(12));
  });

  test("a role that the lab refuses is not tried again and again", async () => {
    const { client, wire } = open(new FakeLab());
    wire.refusal = { ok: false, reason: "reserved-role", detail: "kept" };
    wire.connect();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([wire.joins.length, bannerOf(client.room, 0)]).toEqual([
      1,
      { kind: "refused", reason: "reserved-role", detail: "kept" },
    ]);
  });

  test("older records join up at the front", async () => {
    const { client } = await joined(new FakeLab(logOf(150)));
    await client.older();
    expect(seqs(client.room)).toEqual(upTo(150));
  });
});

describe("sending", () => {
  test("a message is logged once and leaves the outbox and the storage", async () => {
    const lab = new FakeLab();
    const { client, store } = await joined(lab);
    client.compose(draft("a"));
    await settled();
    expect([lab.log.length, client.room.outbox, store.items.size]).toEqual([1, [], 0]);
  });

  test("nothing is sent before everything is caught up with", async () => {
    const lab = new FakeLab(logOf(10));
    const { client, wire } = open(lab);
    client.compose(draft("a"));
    await settled();
    expect(wire.sent).toEqual([]);
    wire.connect();
    await settled();
    expect([wire.sent, lab.lastSeq]).toEqual([["a"], 11]);
  });

  test("a message that was logged while its answer was lost is not sent again", async () => {
    const lab = new FakeLab();
    const { client, wire } = await joined(lab);
    wire.answers = ["lost"];
    client.compose(draft("a"));
    wire.disconnect();
    await settled();
    wire.connect();
    await settled();
    expect([wire.sent, client.room.outbox, seqs(client.room)]).toEqual([["a"], [], [1]]);
  });

  test("a message that is found on the last of many pages is not sent again", async () => {
    const lab = new FakeLab(logOf(10), 20);
    const { client, wire } = await joined(lab);
    wire.answers = ["never-arrived"];
    client.compose(draft("a"));
    wire.disconnect();
    while (lab.lastSeq < 90) lab.log.push(record(lab.lastSeq + 1));
    lab.say("usuario", draft("a"));
    wire.connect();
    await settled();
    expect([wire.sent, client.room.outbox]).toEqual([["a"], []]);
  });

  test("a message that was accepted and never logged goes out again at once after a reconnection", async () => {
    const { client, wire } = await joined(new FakeLab());
    vi.spyOn(wire, "send").mockResolvedValueOnce({ status: "accepted" });
    client.compose(draft("a"));
    await settled();
    wire.disconnect();
    wire.connect();
    await settled();
    expect([wire.sent, client.room.outbox]).toEqual([["a"], []]);
  });

  test("the storage knows after which record a message was first sent", async () => {
    const { client, wire, store } = await joined(new FakeLab(logOf(7)));
    wire.answers = ["never-arrived"];
    client.compose(draft("a"));
    await settled();
    expect(store.items.get("a")?.after).toBe(7);
  });

  test("a broker that is away means the same id again, later", async () => {
    const lab = new FakeLab();
    const { client, wire } = await joined(lab);
    wire.answers = [{ status: "rejected", reason: "broker-unavailable", detail: "" }];
    client.compose(draft("a"));
    await settled();
    expect(client.room.outbox[0]?.state).toBe("waiting");
    await vi.advanceTimersByTimeAsync(2000);
    expect([wire.sent, client.room.outbox]).toEqual([["a", "a"], []]);
  });

  test("a refusal stands, and the next message passes", async () => {
    const lab = new FakeLab();
    const { client, wire } = await joined(lab);
    wire.answers = [{ status: "rejected", reason: "too-large", detail: "" }];
    client.compose(draft("a", 1));
    client.compose(draft("b", 2));
    await settled();
    expect(client.room.outbox.map(({ id, state, reason }) => [id, state, reason])).toEqual([
      ["a", "failed", "too-large"],
    ]);
    expect(lab.log.map(({ id }) => id)).toEqual(["b"]);
  });

  test("what the bridge refuses after all is shown as refused", async () => {
    const { client, wire } = await joined(new FakeLab());
    vi.spyOn(wire, "send").mockResolvedValue({ status: "accepted" });
    client.compose(draft("a"));
    await settled();
    wire.handle({ type: "refused", id: "a", reason: "bad-field", detail: "" });
    expect(client.room.outbox[0]?.state).toBe("failed");
  });

  test("an outbox from before a reload goes out", async () => {
    const lab = new FakeLab(logOf(5));
    const store = new FakeStore();
    store.keep(draft("kept"));
    await joined(lab, store);
    expect(lab.log.at(-1)?.id).toBe("kept");
  });

  test("what was logged further back than the page shows is found before it is sent again", async () => {
    const lab = new FakeLab(logOf(10), 50);
    lab.say("usuario", draft("kept"));
    for (let count = 0; count < 300; count += 1) lab.log.push(record(lab.lastSeq + 1));
    const store = new FakeStore();
    store.keep({ ...draft("kept"), after: 10 });
    const { client, wire } = await joined(lab, store);
    expect([client.room.phase, wire.sent, client.room.outbox, store.items.size]).toEqual(["live", [], [], 0]);
  });

  test("a message of another window of this role leaves the shared storage when its record comes", async () => {
    const lab = new FakeLab();
    const { wire, store } = await joined(lab);
    store.keep(draft("theirs"));
    wire.relay(lab.say("usuario", draft("theirs")));
    expect(store.items.size).toBe(0);
  });

  test("two windows that send the same message log it once and show it once", async () => {
    const lab = new FakeLab();
    const store = new FakeStore();
    store.keep(draft("shared"));
    const [one, other] = [open(lab, store), open(lab, store)];
    one.wire.connect();
    other.wire.connect();
    await settled();
    expect(lab.log.map(({ id }) => id)).toEqual(["shared"]);
    for (const { wire } of [one, other]) wire.relay(...lab.log);
    await settled();
    for (const { client } of [one, other]) expect([client.room.outbox, seqs(client.room)]).toEqual([[], [1]]);
  });

  test("typing is told at most every two seconds", async () => {
    const { client, wire } = await joined(new FakeLab());
    for (let letter = 0; letter < 30; letter += 1) {
      client.typing();
      await settled();
    }
    expect(wire.typings).toBe(2);
  });
});

test("typing of others is forgotten after four seconds, or when they have spoken", async () => {
  const { client, wire } = await joined(new FakeLab());
  wire.handle({ type: "typing", role: "atendente" });
  wire.handle({ type: "typing", role: "maria" });
  wire.relay(record(1));
  expect([...client.room.typing.keys()]).toEqual(["maria"]);
  await vi.advanceTimersByTimeAsync(4100);
  expect([...client.room.typing.keys()]).toEqual([]);
});

test("whatever fails in between, in the end both sides agree", async () => {
  const step = fc.constantFrom(
    "compose",
    "disconnect",
    "connect",
    "other",
    "unheard",
    "lost",
    "never-arrived",
    "busy",
    "wait",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const lab = new FakeLab([], 7);
      const { client, wire, store } = open(lab);
      let composed = 0;
      for (const name of steps) {
        if (name === "compose") client.compose(draft(`m${++composed}`, Date.now() + composed));
        if (name === "disconnect") wire.disconnect();
        if (name === "connect" && !wire.connected) wire.connect();
        if (name === "other") wire.relay(lab.say("atendente", { id: `o${lab.lastSeq}`, text: "" }));
        if (name === "unheard") lab.say("atendente", { id: `o${lab.lastSeq}`, text: "" });
        if (name === "lost" || name === "never-arrived") wire.answers.push(name);
        if (name === "busy") wire.answers.push({ status: "rejected", reason: "timeout", detail: "" });
        if (name === "wait") await vi.advanceTimersByTimeAsync(700);
      }
      wire.answers = [];
      wire.disconnect();
      wire.connect();
      await vi.advanceTimersByTimeAsync(200_000);
      const own = lab.log.filter(({ role }) => role === "usuario").map(({ id }) => id);
      expect(own).toEqual(Array.from({ length: composed }, (_, index) => `m${index + 1}`));
      expect(seqs(client.room)).toEqual(upTo(lab.lastSeq));
      expect([client.room.outbox, store.items.size]).toEqual([[], 0]);
    }),
    { numRuns: 150 },
  );
});
