/** A window whose session ends, before its eyes or while it was away. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bannerOf } from "../src/model/banner";
import { lockOf } from "../src/model/lock";
import { NO_REFUSAL } from "../src/model/room";
import { NO_STATE } from "../src/model/session-state";
import type { JoinAnswer } from "../src/net/socket";
import { draft, FakeLab, record } from "./fake-lab";
import { joined, settled } from "./fake-room";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

const ENDED = { ...NO_STATE, seq: 2, phase: "ended" } as const;
const inArchive: JoinAnswer = {
  ok: true,
  records: [],
  lastSeq: 0,
  state: ENDED,
  participants: [],
  broker: "online",
  bridge: "online",
};

const withTwoRecords = async () => {
  const lab = new FakeLab();
  lab.say("maria", { id: "1", text: "bom dia" });
  lab.say("maria", { id: "2", text: "até logo" });
  return joined(lab);
};

test("a window that sees the end keeps what was said, sends nothing more, and says why", async () => {
  const { client, wire } = await withTwoRecords();
  wire.relay(record(3, { role: "lab", event: "session-archived" }));
  client.compose(draft("late"));
  await settled();
  expect(wire.sent).toEqual([]);
  expect(client.room.log.records.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(lockOf(client.room, false)).toBe("ended");
});

test("records of a new session with the same name do not reach a window of the old one", async () => {
  const { client, wire } = await withTwoRecords();
  wire.relay(record(3, { role: "lab", event: "session-archived" }));
  wire.relay(record(1, { role: "lab", event: "session-created" }));
  wire.handle({ type: "behind", lastSeq: 1 });
  await settled();
  expect(client.room.log.records.map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

test("a window that slept through the end keeps what it has, and its outbox does not begin the session again", async () => {
  const { client, wire } = await withTwoRecords();
  wire.disconnect();
  client.compose(draft("late"));
  wire.refusal = inArchive;
  wire.connect();
  await settled();
  expect(client.room.log.records.map(({ text }) => text)).toEqual(["bom dia", "até logo"]);
  expect(wire.sent).toEqual([]);
  expect(client.room.outbox.map(({ id }) => id)).toEqual(["late"]);
  expect(lockOf(client.room, true)).toBe("ended");
  expect(bannerOf(client.room, Date.now())).toBeNull();
});

test.each([
  ["frozen", false, "frozen"],
  ["lobby", false, "lobby"],
  ["frozen", true, null],
  ["open", false, null],
] as const)(
  "in the phase %s a person who may manage (%s with that right) is locked by %s",
  (phase, mayManage, lock) => {
    expect(lockOf({ role: "ana", refusal: NO_REFUSAL, state: { ...NO_STATE, phase } }, mayManage)).toBe(lock);
  },
);

test("a role that is muted is locked, however it is spelled", () => {
  expect(lockOf({ role: "Ana", refusal: NO_REFUSAL, state: { ...NO_STATE, muted: new Set(["ana"]) } }, false)).toBe(
    "muted",
  );
});
