/** How people react to messages: the last reaction of a role to a message counts, and an empty one counts as none. Pure. */

import type { Outbox } from "./outbox";
import type { LabRecord } from "./record";

/** What each role, in small letters, said to one message, in the order in which the roles did so first. */
type Given = ReadonlyMap<string, string>;

export interface Reactions {
  /** The first and the last record that are in it. */
  readonly first: number;
  readonly last: number;
  /** By the `seq` of the message. */
  readonly given: ReadonlyMap<number, Given>;
}

export const NO_REACTIONS: Reactions = { first: 0, last: 0, given: new Map() };

/** Messages with reactions that may be remembered after the page has forgotten them. */
const MOST = 5_000;

/** Those in `records`, which are ascending. `before` saves the work for the records that were there already. */
export function reactionsIn(records: readonly LabRecord[], before: Reactions = NO_REACTIONS): Reactions {
  const [first, last] = [records[0]?.seq ?? 0, records.at(-1)?.seq ?? 0];
  const isMore = before.last > 0 && first >= before.first && last >= before.last && before.given.size <= MOST;
  const known = isMore ? before : NO_REACTIONS;
  let begin = records.length;
  while (begin > 0 && (records[begin - 1] as LabRecord).seq > known.last) begin -= 1;
  const fresh = records.slice(begin).filter(({ reaction }) => reaction !== undefined);
  const bounds = { first: isMore ? before.first : first, last };
  if (fresh.length === 0) return { ...bounds, given: known.given };
  const given = new Map(known.given);
  for (const { re = 0, role, reaction = "" } of fresh) give(given, re, role, reaction);
  return { ...bounds, given };
}

/** With those that are on their way from this window. */
export function withPending(given: Reactions["given"], outbox: Outbox, role: string): Reactions["given"] {
  const pending = outbox.filter(({ reaction, state }) => reaction !== undefined && state !== "failed");
  if (pending.length === 0) return given;
  const all = new Map(given);
  for (const { re = 0, reaction = "" } of pending) give(all, re, role, reaction);
  return all;
}

function give(all: Map<number, Given>, seq: number, role: string, reaction: string): void {
  all.set(seq, new Map(all.get(seq)).set(role.toLowerCase(), reaction));
}

export interface Chip {
  readonly reaction: string;
  /** In small letters. */
  readonly roles: readonly string[];
}

/** The reactions to one message, the first one first. */
export function chipsOf(given: Given | undefined): Chip[] {
  const found = new Map<string, string[]>();
  for (const [role, reaction] of given ?? []) {
    if (reaction === "") continue;
    const roles = found.get(reaction);
    if (roles) roles.push(role);
    else found.set(reaction, [role]);
  }
  return [...found].map(([reaction, roles]) => ({ reaction, roles }));
}
