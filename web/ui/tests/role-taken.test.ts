/** A window whose role somebody else has. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bannerOf } from "../src/model/banner";
import { lockOf } from "../src/model/lock";
import { draft, FakeLab } from "./fake-lab";
import { joined, open, settled } from "./fake-room";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

test("a role that somebody else has is told, and taken once it is free", async () => {
  const { client, wire } = open(new FakeLab());
  wire.refusal = { ok: false, reason: "role-taken", detail: "" };
  wire.connect();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(bannerOf(client.room, 0)?.kind).toBe("refused");
  wire.refusal = null;
  await vi.advanceTimersByTimeAsync(10_000);
  expect([client.room.phase, client.room.refusal.reason]).toEqual(["live", ""]);
});

test("what waits when somebody else has the role is not sent by itself, not even after a reload", async () => {
  const { client, wire, store } = open(new FakeLab());
  wire.refusal = { ok: false, reason: "role-taken", detail: "" };
  client.compose(draft("a"));
  wire.connect();
  await settled();
  expect(lockOf(client.room, false)).toBe("taken");
  wire.refusal = null;
  await vi.advanceTimersByTimeAsync(10_000);
  expect([wire.sent, client.room.phase, client.room.outbox.map(({ state }) => state)]).toEqual([
    [],
    "live",
    ["failed"],
  ]);
  const again = await joined(new FakeLab(), store);
  expect(again.wire.sent).toEqual([]);
  again.client.retry("a");
  await settled();
  expect(again.wire.sent).toEqual(["a"]);
});
