/**
 * Everything that a role window knows, and how each event changes it. Pure: `reduce` says what is, `wants` what to do
 * next; net/room-client.ts does it. Time comes in with the events, in milliseconds.
 */

import { archived, isArchived, isOfALog, isOver } from "./ending";
import type { Draft, Item, Outbox } from "./outbox";
import * as outboxes from "./outbox";
import type { Scan } from "./outbox-scan";
import * as scans from "./outbox-scan";
import type { LabRecord, Participant } from "./record";
import type { Log, Question } from "./records";
import * as logs from "./records";
import { folded, NO_STATE, type SessionState } from "./session-state";

export type Phase = "connecting" | "joining" | "catching-up" | "live" | "offline" | "refused";
export type Health = "online" | "offline" | "unknown";

/** Whether the parts that log a message are there. */
export interface Availability {
  readonly bridge: Health;
  readonly broker: Health;
}

export const TYPING_MS = 4_000;
const FIRST_DELAY = 500;
const LONGEST_DELAY = 10_000;

export interface Refusal {
  readonly reason: string;
  readonly detail: string;
}

export const NO_REFUSAL: Refusal = { reason: "", detail: "" };

export interface Room extends Availability {
  readonly session: string;
  readonly role: string;
  readonly phase: Phase;
  /** When the room was last caught up with; null before the first time. */
  readonly liveSince: number | null;
  readonly reconnections: number;
  readonly log: Log;
  /** What the lab's events made of the session, up to the last record in a row. */
  readonly state: SessionState;
  /** From which `seq` on the viewer reads; Infinity while following the newest. Older records may be forgotten. */
  readonly readingFrom: number;
  readonly outbox: Outbox;
  readonly scan: Scan;
  readonly participants: readonly Participant[];
  /** Until when each role is thought to be typing. */
  readonly typing: ReadonlyMap<string, number>;
  /** Who broke the last connection off, as far as one can tell. */
  readonly lostBy: "server" | "network";
  /** Why the lab does not let us in. */
  readonly refusal: Refusal;
  /** Questions that failed in a row, and when to ask again. */
  readonly failures: number;
  readonly askAt: number;
}

export interface Joined extends Availability {
  readonly records: LabRecord[];
  readonly lastSeq: number;
  readonly state: SessionState;
  readonly participants: Participant[];
}

export type Event =
  | { type: "connected" }
  | { type: "disconnected"; by?: "server" | "network" }
  | ({ type: "joined"; question: Question | null } & Joined)
  | ({ type: "join-refused" } & Refusal)
  | { type: "question-failed" }
  | { type: "answered"; question: Question; records: LabRecord[]; lastSeq: number }
  | { type: "scanned"; records: LabRecord[] }
  | { type: "records"; records: LabRecord[] }
  | { type: "behind"; lastSeq: number }
  | { type: "older"; records: LabRecord[]; generation: number }
  | { type: "reading"; from: number }
  | { type: "presence"; participants: Participant[] }
  | { type: "typing"; role: string }
  | { type: "health"; of: "bridge" | "broker"; is: "online" | "offline" }
  | { type: "compose"; drafts: Draft[] }
  | { type: "sending"; id: string }
  | { type: "accepted"; id: string }
  | { type: "put-off"; id: string }
  | { type: "refused"; id: string; reason: string; detail: string }
  | { type: "retry"; id: string }
  | { type: "discard"; id: string }
  | { type: "tick" };

/** What to do next. Each may already be under way: that is for the caller to know. */
export type Want =
  | { do: "join"; question: Question | null }
  | { do: "pull"; question: Question }
  | { do: "scan"; before: number }
  | { do: "send"; item: Item };

export const newRoom = (session: string, role: string, drafts: readonly Draft[] = []): Room => ({
  session,
  role,
  phase: "connecting",
  liveSince: null,
  reconnections: 0,
  log: logs.emptyLog(),
  state: NO_STATE,
  readingFrom: Infinity,
  outbox: outboxes.add([], drafts),
  scan: scans.nothingScanned,
  participants: [],
  typing: new Map(),
  bridge: "unknown",
  broker: "unknown",
  lostBy: "network",
  refusal: NO_REFUSAL,
  failures: 0,
  askAt: 0,
});

export function reduce(room: Room, event: Event, now: number): Room {
  return isOver(room) && isOfALog(event) ? room : reduced(room, event, now);
}

function reduced(room: Room, event: Event, now: number): Room {
  switch (event.type) {
    case "connected":
      return { ...room, phase: "joining", failures: 0, askAt: 0 };
    case "disconnected":
      return disconnected(room, event.by ?? room.lostBy);
    case "joined":
      return joined(room, event, now);
    case "join-refused":
      return joinRefused(room, { reason: event.reason, detail: event.detail }, now);
    case "question-failed":
      return { ...room, failures: room.failures + 1, askAt: now + backOff(room.failures) };
    case "answered": {
      const log = logs.answer(room.log, event.question, event.records, event.lastSeq);
      const progress = log.last !== room.log.last || logs.missing(log) === null;
      const caughtUp = progress
        ? { failures: 0, askAt: 0 }
        : { failures: room.failures + 1, askAt: now + backOff(room.failures) };
      return settle({ ...take(room, log, event.records), ...caughtUp }, now);
    }
    case "scanned":
      return settle(scanned(room, event.records), now);
    case "records":
      return settle(take(stopTyping(room, event.records), logs.live(room.log, event.records), event.records), now);
    case "behind":
      return { ...room, log: logs.learnSeq(room.log, event.lastSeq) };
    case "older":
      return event.generation === room.log.generation ? { ...room, log: logs.prepend(room.log, event.records) } : room;
    case "reading":
      return { ...room, readingFrom: event.from, log: logs.trim(room.log, event.from) };
    case "presence":
      return { ...room, participants: event.participants };
    case "typing":
      return event.role === room.role
        ? room
        : { ...room, typing: new Map(room.typing).set(event.role, now + TYPING_MS) };
    case "health":
      return recall({ ...room, [event.of]: event.is }, now);
    case "tick":
      return recall({ ...room, typing: stillTyping(room.typing, now) }, now);
    default:
      return { ...room, outbox: reduceOutbox(room, event, now) };
  }
}

type OutboxEvent = Extract<
  Event,
  { type: "compose" | "sending" | "accepted" | "put-off" | "refused" | "retry" | "discard" }
>;

function reduceOutbox({ outbox, log }: Room, event: OutboxEvent, now: number): Outbox {
  switch (event.type) {
    case "compose":
      return outboxes.add(outbox, event.drafts);
    case "sending":
      return outboxes.sending(outbox, event.id, log.last ?? 0);
    case "accepted":
      return outboxes.accepted(outbox, event.id, now);
    case "put-off":
      return outboxes.putOff(outbox, event.id, now);
    case "refused":
      return outboxes.refused(outbox, event.id, event.reason, event.detail);
    case "retry":
      return outboxes.retry(outbox, event.id);
    case "discard":
      return outboxes.discard(outbox, event.id);
  }
}

/** What to do next, in this order of urgency. */
export function wants(room: Room, now: number): Want[] {
  if (room.phase === "joining") return room.askAt <= now ? [{ do: "join", question: logs.question(room.log) }] : [];
  if (room.phase !== "catching-up" && room.phase !== "live") return [];
  const found: Want[] = [];
  const question = isOver(room) ? null : logs.missing(room.log);
  if (question && room.askAt <= now) found.push({ do: "pull", question });
  const before = room.phase === "catching-up" && !question ? scans.nextToScan(room.scan, room.outbox) : null;
  if (before !== null && room.askAt <= now) found.push({ do: "scan", before });
  const item = room.phase === "live" && !isOver(room) ? outboxes.nextToSend(room.outbox, now) : null;
  if (item) found.push({ do: "send", item });
  return found;
}

/** The next moment at which `tick` or `wants` says something new; null when none does. */
export function wakeAt(room: Room, now: number): number | null {
  const moments = [room.askAt, ...room.typing.values(), outboxes.wakeAt(room.outbox, now) ?? 0];
  const later = moments.filter((moment) => moment > now);
  return later.length > 0 ? Math.min(...later) : null;
}

function disconnected(room: Room, lostBy: Room["lostBy"]): Room {
  return { ...room, phase: "offline", lostBy, outbox: outboxes.disconnected(room.outbox), typing: new Map() };
}

/** A role that somebody else has becomes free again: the page asks again now and then, and says so meanwhile. */
const joinRefused = (room: Room, refusal: Refusal, now: number): Room =>
  refusal.reason === "role-taken"
    ? { ...room, refusal, askAt: now + LONGEST_DELAY, outbox: outboxes.hold(room.outbox) }
    : { ...room, refusal, phase: "refused" };

function joined(room: Room, event: Extract<Event, { type: "joined" }>, now: number): Room {
  if (isArchived(event)) return { ...room, ...archived(room, event, now) };
  const begins = event.question === null;
  const log = begins
    ? logs.begin(room.log, event.records, event.lastSeq)
    : logs.answer(room.log, event.question as Question, event.records, event.lastSeq);
  const scan = begins ? scans.heldFrom(logs.firstOf(log)) : room.scan;
  const entered: Room = {
    ...room,
    phase: "catching-up",
    refusal: NO_REFUSAL,
    failures: 0,
    askAt: 0,
    state: event.state,
    participants: event.participants,
    broker: event.broker,
    bridge: event.bridge,
    scan,
  };
  return settle(take(entered, log, event.records), now);
}

/** Put a changed log in place. A log that was started again is joined again. */
function take(room: Room, log: Log, records: readonly LabRecord[]): Room {
  const outbox = outboxes.recorded(room.outbox, room.role, records);
  if (log.generation !== room.log.generation)
    return { ...room, log, outbox, phase: "joining", scan: scans.nothingScanned, state: NO_STATE };
  const state = folded(room.state, log.records, Math.max(room.state.seq, room.log.last ?? 0));
  return { ...room, log: logs.trim(log, room.readingFrom), outbox, state };
}

/** A role that sent a record is not typing any more. */
function stopTyping(room: Room, records: readonly LabRecord[]): Room {
  if (!records.some(({ role }) => room.typing.has(role))) return room;
  const typing = new Map(room.typing);
  for (const { role } of records) typing.delete(role);
  return { ...room, typing };
}

/** Caught up, and known of every item whether it is logged: the outbox may go. */
function settle(room: Room, now: number): Room {
  if (room.phase !== "catching-up" || logs.missing(room.log) || scans.nextToScan(room.scan, room.outbox) !== null)
    return room;
  const reconnections = room.liveSince === null ? 0 : room.reconnections + 1;
  return { ...room, phase: "live", liveSince: now, reconnections, outbox: outboxes.caughtUp(room.outbox) };
}

function scanned(room: Room, records: readonly LabRecord[]): Room {
  const outbox = outboxes.recorded(room.outbox, room.role, records);
  const scan = scans.scanned(room.scan, records);
  return { ...room, scan, outbox: scans.giveUpOn(scan, outbox) };
}

/** While the bridge is known to be away nothing can be logged: patience then is free. */
const recall = (room: Room, now: number): Room =>
  room.bridge === "offline" ? room : { ...room, outbox: outboxes.recall(room.outbox, now) };

const backOff = (failures: number): number => Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** failures);

function stillTyping(typing: ReadonlyMap<string, number>, now: number): ReadonlyMap<string, number> {
  const still = [...typing].filter(([, until]) => until > now);
  return still.length === typing.size ? typing : new Map(still);
}
