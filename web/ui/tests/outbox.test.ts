import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Outbox } from "../src/model/outbox";
import * as outboxes from "../src/model/outbox";
import { draft, FakeLab, record } from "./fake-lab";

const ROLE = "usuario";
const one = outboxes.add([], [draft("a")]);
const stateOf = (outbox: Outbox): string | undefined => outbox[0]?.state;

describe("any interleaving of composing, sending, answers, losses and records", () => {
  /** What the world does next. `arrives`: the message reaches the broker, whether or not the page hears of it. */
  const step = fc.oneof(
    fc.constant("compose" as const),
    fc.constant("send" as const),
    fc.constant("arrives" as const),
    fc.constant("accept" as const),
    fc.constant("put-off" as const),
    fc.constant("disconnect" as const),
    fc.constant("reconnect" as const),
    fc.constant("relay" as const),
    fc.constant("wait" as const),
  );

  test("shows each message once, loses none, and logs each once, in order", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const world = new World();
        for (const name of steps) {
          world.does(name);
          expect(world.shown().sort()).toEqual([...world.composed].sort());
        }
        world.comesToRest();
        expect(world.logged()).toEqual(world.composed);
        expect(world.outbox).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});

class World {
  readonly lab = new FakeLab();
  readonly composed: string[] = [];
  outbox: Outbox = [];
  private seen = 0;
  private now = 1000;
  private connected = true;
  private onItsWay: string | null = null;

  does(what: string): void {
    this.now += 100;
    if (what === "compose") this.compose();
    if (what === "send" && this.connected) this.send();
    if (what === "arrives") this.arrives();
    if (what === "accept" && this.connected && this.onItsWay) this.accept(this.onItsWay);
    if (what === "put-off" && this.connected && this.onItsWay) this.putOff(this.onItsWay);
    if (what === "disconnect") this.disconnect();
    if (what === "reconnect" && !this.connected) this.reconnect();
    if (what === "relay" && this.connected) this.relay();
    if (what === "wait") this.wait();
  }

  comesToRest(): void {
    this.does("disconnect");
    for (let turns = 0; turns < 1000 && this.outbox.length > 0; turns += 1) {
      for (const what of ["reconnect", "send", "arrives", "accept", "relay", "wait"]) this.does(what);
    }
  }

  /** What the viewer sees: the log as far as it has come, and the outbox after it. */
  shown(): string[] {
    return [...this.lab.log.slice(0, this.seen).map(({ id }) => id ?? ""), ...this.outbox.map(({ id }) => id)];
  }

  logged(): (string | undefined)[] {
    return this.lab.log.map(({ id }) => id);
  }

  private compose(): void {
    const id = `m${this.composed.length}`;
    this.composed.push(id);
    this.outbox = outboxes.add(this.outbox, [draft(id, this.now)]);
  }

  private send(): void {
    const item = outboxes.nextToSend(this.outbox, this.now);
    if (!item) return;
    this.outbox = outboxes.sending(this.outbox, item.id, this.seen);
    this.onItsWay = item.id;
  }

  private arrives(): void {
    if (this.onItsWay) this.lab.say(ROLE, draft(this.onItsWay));
  }

  private accept(id: string): void {
    this.arrives();
    this.outbox = outboxes.accepted(this.outbox, id, this.now);
    this.onItsWay = null;
  }

  private putOff(id: string): void {
    this.outbox = outboxes.putOff(this.outbox, id, this.now);
    this.onItsWay = null;
  }

  private disconnect(): void {
    this.connected = false;
    this.onItsWay = null;
    this.outbox = outboxes.disconnected(this.outbox);
  }

  private reconnect(): void {
    this.connected = true;
    this.relay();
    this.outbox = outboxes.caughtUp(this.outbox);
  }

  private relay(): void {
    this.outbox = outboxes.recorded(this.outbox, ROLE, this.lab.log.slice(this.seen));
    this.seen = this.lab.lastSeq;
  }

  private wait(): void {
    this.now += 70_000;
    this.outbox = outboxes.recall(this.outbox, this.now);
  }
}

test("one message is on its way at a time, and none overtakes another", () => {
  const two = outboxes.sending(outboxes.add(one, [draft("b", 1)]), "a", 0);
  expect(outboxes.nextToSend(two, 0)).toBeNull();
  expect(outboxes.nextToSend(outboxes.putOff(two, "a", 0), 0)).toBeNull();
  expect(outboxes.nextToSend(outboxes.accepted(two, "a", 0), 0)?.id).toBe("b");
});

test("a refused message does not hold up those behind it", () => {
  const two = outboxes.refused(outboxes.add(one, [draft("b", 1)]), "a", "bad-field", "");
  expect(outboxes.nextToSend(two, 0)?.id).toBe("b");
});

test("a message that was put off goes out again after a while, later each time", () => {
  const first = outboxes.putOff(outboxes.sending(one, "a", 0), "a", 0);
  const second = outboxes.putOff(outboxes.sending(first, "a", 0), "a", 0);
  expect([first[0]?.notBefore, second[0]?.notBefore]).toEqual([1000, 2000]);
});

test("an accepted message that is not logged is sent again", () => {
  const accepted = outboxes.accepted(outboxes.sending(one, "a", 0), "a", 0);
  expect(stateOf(outboxes.recall(accepted, outboxes.LOG_PATIENCE - 1))).toBe("accepted");
  expect(stateOf(outboxes.recall(accepted, outboxes.LOG_PATIENCE))).toBe("waiting");
});

test("a refused message goes out again only when its sender says so", () => {
  const failed = outboxes.refused(one, "a", "too-large", "");
  expect(stateOf(outboxes.caughtUp(failed))).toBe("failed");
  expect(stateOf(outboxes.retry(failed, "a"))).toBe("waiting");
});

test("another role's record with the same id is not taken for one's own", () => {
  expect(outboxes.recorded(one, ROLE, [record(1, { role: "atendente", id: "a" })])).toBe(one);
});

test("what was written by two windows stands once each, in the order of writing", () => {
  const both = outboxes.add(outboxes.add([], [draft("b", 2)]), [draft("a", 1), draft("b", 2)]);
  expect(both.map(({ id }) => id)).toEqual(["a", "b"]);
});

test("the place before the first sending is kept over later ones", () => {
  expect(outboxes.sending(outboxes.sending(one, "a", 5), "a", 9)[0]?.after).toBe(5);
});
