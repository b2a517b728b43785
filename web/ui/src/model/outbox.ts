/**
 * What this page has sent and not yet seen in the log. An item leaves when the record with its `id` and role comes back,
 * or when its sender discards it; never else. Pure: the clock comes in as `now`, in milliseconds.
 */

import type { LabRecord } from "./record";

/** Most items that may wait; more would hardly be a person writing. */
export const OUTBOX_LIMIT = 100;
/** How long an accepted message may stay unlogged before it is sent again, the first time. */
export const LOG_PATIENCE = 15_000;
const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 60_000;

/** waiting: to be sent; sending: on its way; accepted: the broker has it; failed: refused, up to the sender. */
export type ItemState = "waiting" | "sending" | "accepted" | "failed";

export interface Draft {
  readonly id: string;
  readonly text: string;
  readonly to?: string;
  /** The `seq` of the message that it is about, and the reaction to it; a reaction has no text. */
  readonly re?: number;
  readonly reaction?: string;
  /** When it was written: milliseconds since 1970. */
  readonly made: number;
  /** The last `seq` in a row before it was first sent; null when it never was, so that no log can hold it. */
  readonly after: number | null;
  /** Somebody else had the role when it was to be sent: it goes out only when its writer says so. */
  readonly held?: boolean;
}

export interface Item extends Draft {
  readonly state: ItemState;
  readonly tries: number;
  /** Not to be sent (waiting), or not to be sent again (accepted), before this moment. */
  readonly notBefore: number;
  readonly reason?: string;
  readonly detail?: string;
}

export type Outbox = readonly Item[];

export const isFull = (outbox: Outbox): boolean => outbox.length >= OUTBOX_LIMIT;

export const asItem = (draft: Draft): Item => ({
  ...draft,
  tries: 0,
  notBefore: 0,
  ...(draft.held ? { state: "failed", reason: ROLE_TAKEN } : { state: "waiting" }),
});

const ROLE_TAKEN = "role-taken";

/** Somebody else has the role. What was not sent does not go out by itself later, as if that person had written it. */
export const hold = (outbox: Outbox): Outbox =>
  change(outbox, ({ state }) => state === "waiting" || state === "sending", {
    state: "failed",
    reason: ROLE_TAKEN,
    held: true,
  });

/** Put drafts in, in the order of their making; those that are there already stay as they are. */
export function add(outbox: Outbox, drafts: readonly Draft[]): Outbox {
  const known = new Set(outbox.map(({ id }) => id));
  const fresh = drafts.filter(({ id }) => !known.has(id)).map(asItem);
  if (fresh.length === 0) return outbox;
  return [...outbox, ...fresh].sort((one, other) => one.made - other.made);
}

export const discard = (outbox: Outbox, id: string): Outbox => outbox.filter((item) => item.id !== id);

/** The log holds them now: take out every item that is among `records`. */
export function recorded(outbox: Outbox, role: string, records: readonly LabRecord[]): Outbox {
  if (outbox.length === 0) return outbox;
  const logged = new Set(records.filter((record) => record.role === role).map(({ id }) => id));
  return outbox.some(({ id }) => logged.has(id)) ? outbox.filter(({ id }) => !logged.has(id)) : outbox;
}

/** The connection is gone: what was on its way may or may not have arrived. */
export const disconnected = (outbox: Outbox): Outbox =>
  change(outbox, ({ state }) => state === "sending", { state: "waiting", notBefore: 0 });

/** Connected again, and everything logged meanwhile is known: whatever is still here goes out again. */
export const caughtUp = (outbox: Outbox): Outbox =>
  change(outbox, ({ state }) => state === "accepted" || state === "waiting", { state: "waiting", notBefore: 0 });

export const sending = (outbox: Outbox, id: string, last: number): Outbox =>
  outbox.map((item) =>
    item.id === id ? { ...item, state: "sending", tries: item.tries + 1, after: item.after ?? last } : item,
  );

export const accepted = (outbox: Outbox, id: string, now: number): Outbox =>
  outbox.map((item) =>
    item.id === id && item.state !== "failed" ? { ...item, state: "accepted", notBefore: now + patience(item) } : item,
  );

/** It may pass later: the same `id` goes out again. */
export const putOff = (outbox: Outbox, id: string, now: number): Outbox =>
  outbox.map((item) =>
    item.id === id && item.state === "sending" ? { ...item, state: "waiting", notBefore: now + delay(item) } : item,
  );

export const refused = (outbox: Outbox, id: string, reason: string, detail: string): Outbox =>
  change(outbox, (item) => item.id === id, { state: "failed", reason, detail });

export const retry = (outbox: Outbox, id: string): Outbox =>
  change(outbox, (item) => item.id === id && item.state === "failed", {
    state: "waiting",
    notBefore: 0,
    tries: 0,
    held: false,
  });

/** Accepted long ago and not logged: perhaps lost on the way. Its `id` makes sending it again harmless. */
export const recall = (outbox: Outbox, now: number): Outbox =>
  change(outbox, (item) => item.state === "accepted" && item.notBefore <= now, { state: "waiting", notBefore: 0 });

/** The one to send now: in order, one on its way at a time, none overtaking another. */
export function nextToSend(outbox: Outbox, now: number): Item | null {
  const head = outbox.find(({ state }) => state === "waiting" || state === "sending");
  return head?.state === "waiting" && head.notBefore <= now ? head : null;
}

/** The next moment at which time alone changes something; null when none does. */
export function wakeAt(outbox: Outbox, now: number): number | null {
  const moments = outbox
    .filter(({ state, notBefore }) => (state === "waiting" || state === "accepted") && notBefore > now)
    .map(({ notBefore }) => notBefore);
  return moments.length > 0 ? Math.min(...moments) : null;
}

const delay = ({ tries }: Item): number => Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.max(0, tries - 1));
const patience = ({ tries }: Item): number => Math.min(LONGEST_DELAY, LOG_PATIENCE * 2 ** Math.max(0, tries - 1));

function change(outbox: Outbox, which: (item: Item) => boolean, how: Partial<Item>): Outbox {
  return outbox.some(which) ? outbox.map((item) => (which(item) ? { ...item, ...how } : item)) : outbox;
}
