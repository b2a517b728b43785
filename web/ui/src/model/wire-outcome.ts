/**
 * What became of each message: its record, the moment it was synced to the disk, or why it was refused.
 *
 * A message with an `id` is found by role and id. One without is found by its place: the first that waits with the same
 * role and content, since the bridge logs in the broker's order. This page may lose that order: packets left out, the
 * bridge offline, records hidden in an excerpt. Then a waiting message without an id becomes `unsure`. Every collection is
 * bounded.
 *
 * The functions change the joins they are given: copy them first (`copyOf`), once for many packets.
 */

import type { LabRecord } from "./record";
import { contentOfPacket, contentOfRecord } from "./wire-content";
import type { Lines, Rejection, Sync } from "./wire-lab";
import type { Packet } from "./wire-packet";

export interface Outcome {
  readonly seq?: number;
  /** The bridge's clock when it took the message. */
  readonly takenAt?: string;
  readonly foundBy?: "id" | "order";
  /** A resend: the record was there already. */
  readonly again?: boolean;
  /** The packet on `log/...` that carried the record. */
  readonly relay?: number;
  readonly relayedAt?: string;
  readonly sync?: Sync;
  readonly rejection?: Rejection;
  /** This page can't tell which record is this message's. */
  readonly unsure?: boolean;
}

interface Waiting {
  readonly n: number;
  readonly topic: string;
  readonly role: string;
  readonly size: number;
  readonly payload: string;
  readonly id: string | null;
  /** Null when it can't be found by its place. */
  readonly key: string | null;
  /** Whether a rejection may be matched by its place. */
  readonly placed: boolean;
}

interface Known {
  readonly seq: number;
  readonly at: string;
}

interface Orphan extends Known {
  readonly role: string;
  readonly key: string;
  readonly relay: Packet;
}

export interface Joins {
  readonly session: string;
  /** Outcomes of the messages, by the `n` of their packets. */
  readonly outcomes: Map<number, Outcome>;
  waiting: Waiting[];
  /** Records by role and id. */
  readonly known: Map<string, Known>;
  /** Records that came before their packet, as happens at QoS 2, whose packets take one round trip more. */
  orphans: Orphan[];
  syncs: Sync[];
  /** Milliseconds since 1970: until then nothing is matched by its place. */
  doubtUntil: number;
}

export const MOST_WAITING = 4000;
/** Fewer than the 4096 records among which the bridge knows an id again. */
export const MOST_KNOWN = 2000;
export const DOUBT_MS = 1000;
const MOST_SYNCS = 100;
const MOST_ORPHANS = 50;

export const newJoins = (session: string): Joins => ({
  session,
  outcomes: new Map(),
  waiting: [],
  known: new Map(),
  orphans: [],
  syncs: [],
  doubtUntil: Number.POSITIVE_INFINITY,
});

export const copyOf = (joins: Joins): Joins => ({
  ...joins,
  outcomes: new Map(joins.outcomes),
  known: new Map(joins.known),
});

/**
 * When a message was with the broker, at the latest: its packet comes to the bridge and to this page each by a way of its
 * own, and either may be the first to see it. The record of a resend is older.
 */
export const publishedBy = ({ at }: Packet, { takenAt = "", again }: Outcome): string =>
  !again && Date.parse(takenAt) < Date.parse(at) ? takenAt : at;

/** The order was lost: messages that wait without an id can't be matched, nor those of the next second. */
export function doubt(joins: Joins, now: number): void {
  unplace(joins);
  joins.doubtUntil = now + DOUBT_MS;
}

function unplace(joins: Joins): void {
  for (const { n, id } of joins.waiting) if (id === null) joins.outcomes.set(n, { unsure: true });
  joins.waiting = joins.waiting.filter(({ id }) => id !== null).map((one) => ({ ...one, placed: false }));
  joins.orphans = [];
}

/** A message was published. One that the broker had stored (RETAIN) is none; one that it sends again (DUP) has no place. */
export function published(joins: Joins, packet: Packet, now: number): void {
  if (packet.retain) return;
  const one = waitingOf(packet, now >= joins.doubtUntil && !packet.dup);
  if (one.id === null && !one.placed) joins.outcomes.set(packet.n, { unsure: true });
  else if (!isLoggedAlready(joins, one, packet)) wait(joins, one, now);
}

function waitingOf(packet: Packet, placed: boolean): Waiting {
  const { n, topic, size, payload = "" } = packet;
  const { id, key } = contentOfPacket(packet);
  return { n, topic, role: topic.split("/")[2] ?? "", size, payload, id, key, placed };
}

function isLoggedAlready(joins: Joins, one: Waiting, { qos, n }: Packet): boolean {
  if (!isOfSession(joins, one.topic)) return false;
  if (one.id !== null) {
    const known = joins.known.get(nameOf(one.role, one.id));
    if (known) joins.outcomes.set(n, outcomeOf(joins, known, "id", isTaken(joins, known.seq) ? { again: true } : {}));
    return known !== undefined;
  }
  const orphan = qos === 2 ? joins.orphans.find(({ role, key }) => role === one.role && key === one.key) : undefined;
  if (!orphan) return false;
  joins.outcomes.set(n, outcomeOf(joins, orphan, "order", relayOf(orphan.relay)));
  joins.orphans = joins.orphans.filter((other) => other !== orphan);
  return true;
}

function wait(joins: Joins, one: Waiting, now: number): void {
  joins.outcomes.set(one.n, {});
  joins.waiting = [...joins.waiting, one];
  if (joins.waiting.length <= MOST_WAITING) return;
  // The bridge was away for a long time.
  doubt(joins, now);
  joins.waiting = joins.waiting.slice(-MOST_WAITING / 2);
}

const isOfSession = ({ session }: Joins, topic: string): boolean => {
  const levels = topic.split("/");
  return levels.length === 3 && levels[0] === "chat" && levels[1] === session;
};

const nameOf = (role: string, id: string): string => `${role}/${id}`;
const relayOf = ({ n, at }: Packet): Outcome => ({ relay: n, relayedAt: at });

function isTaken({ outcomes }: Joins, seq: number): boolean {
  for (const outcome of outcomes.values()) if (outcome.seq === seq) return true;
  return false;
}

function outcomeOf({ syncs }: Joins, { seq, at }: Known, foundBy: "id" | "order", more: Outcome): Outcome {
  const sync = syncs.findLast(({ first, last }) => first <= seq && seq <= last);
  return { seq, takenAt: at, foundBy, ...more, ...(sync ? { sync } : {}) };
}

/** Records on `log/<session>`. */
export function relayed(joins: Joins, { records, hidden }: Lines, packet: Packet, now: number): void {
  for (const record of records) {
    if (record.event === "session-created") joins.known.clear();
    if (record.event === "gap") doubt(joins, now);
    else logged(joins, record, packet, now);
  }
  // A hidden record may be that of anyone who waits.
  if (hidden) unplace(joins);
}

/** A record is known. Without the packet that carried it, only an id identifies its message. */
export function logged(joins: Joins, record: LabRecord, packet: Packet | null, now: number): void {
  const { id, key } = contentOfRecord(record);
  if (id !== null) loggedById(joins, record, id, packet);
  else if (packet && key !== null) loggedByPlace(joins, record, key, packet, now);
}

function loggedById(joins: Joins, { role, seq, at }: LabRecord, id: string, packet: Packet | null): void {
  remember(joins.known, nameOf(role, id), { seq, at });
  const found = joins.waiting.filter((one) => one.id === id && one.role === role && isOfSession(joins, one.topic));
  if (found.length > 0) give(joins, found, { seq, at }, "id", packet);
  else if (packet) addRelay(joins, seq, packet);
}

function loggedByPlace(joins: Joins, { role, seq, at }: LabRecord, key: string, packet: Packet, now: number): void {
  const found = joins.waiting.find(
    (one) => one.id === null && one.key === key && one.role === role && isOfSession(joins, one.topic),
  );
  if (found) give(joins, [found], { seq, at }, "order", packet);
  else if (now >= joins.doubtUntil)
    joins.orphans = [...joins.orphans, { seq, at, role, key, relay: packet }].slice(-MOST_ORPHANS);
}

function give(joins: Joins, found: readonly Waiting[], known: Known, by: "id" | "order", packet: Packet | null): void {
  let again = by === "id" && isTaken(joins, known.seq);
  for (const { n } of found) {
    joins.outcomes.set(
      n,
      outcomeOf(joins, known, by, { ...(again ? { again } : {}), ...(packet ? relayOf(packet) : {}) }),
    );
    again = true;
  }
  joins.waiting = joins.waiting.filter((one) => !found.includes(one));
}

/** The record was known already, from the room; now the packet that carried it is too. */
function addRelay({ outcomes }: Joins, seq: number, packet: Packet): void {
  for (const [n, outcome] of outcomes)
    if (outcome.seq === seq && outcome.relay === undefined) outcomes.set(n, { ...outcome, ...relayOf(packet) });
}

function remember(known: Map<string, Known>, name: string, record: Known): void {
  known.delete(name);
  known.set(name, record);
  if (known.size > MOST_KNOWN) known.delete(known.keys().next().value as string);
}

/** A batch is on the disk. */
export function synced(joins: Joins, sync: Sync): void {
  joins.syncs = [...joins.syncs, sync].slice(-MOST_SYNCS);
  for (const [n, outcome] of joins.outcomes) {
    const { seq = 0, sync: known } = outcome;
    if (!known && sync.first <= seq && seq <= sync.last) joins.outcomes.set(n, { ...outcome, sync });
  }
}

/** The bridge refused a message. Returns the rejection with its cause, when it is known. */
export function refused(joins: Joins, rejection: Rejection, now: number): Rejection {
  // What was left out before this one may have been about any that wait.
  if (rejection.suppressed > 0) doubt(joins, now);
  const found = joins.waiting.find((one) => isAbout(rejection, one));
  if (!found) return rejection;
  const linked = { ...rejection, cause: found.n };
  joins.outcomes.set(found.n, { rejection: linked });
  joins.waiting = joins.waiting.filter((one) => one !== found);
  return linked;
}

function isAbout({ topic, size, id, payload }: Rejection, one: Waiting): boolean {
  if (topic !== one.topic || size !== one.size || (id !== null && one.id !== null && id !== one.id)) return false;
  // 256 bytes may end in the middle of a character.
  const head = payload.replace(/\uFFFD+$/, "").slice(0, one.payload.length);
  const isNamed = id !== null && id === one.id;
  return (one.placed || isNamed) && (one.payload === "" || one.payload.startsWith(head));
}

/** Forget the outcomes of packets that are no longer held. */
export function forgetBefore({ outcomes }: Joins, first: number): void {
  for (const n of outcomes.keys()) if (n < first) outcomes.delete(n);
}
