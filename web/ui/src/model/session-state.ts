/**
 * What the lab's own records say about a session: docs/protocol.md, "Session state". Pure; the same fold as
 * chat/session_state.py, held to it by tests/chat/session_state.json.
 */

import { roleFault } from "./names";
import type { Names } from "./person-name";
import { isObject, type LabRecord } from "./record";
import { type Rule, readRules } from "./rules";
import { isLine } from "./text";

export type SessionPhase = "lobby" | "open" | "frozen" | "ended";

export interface Poll {
  /** That of the record that opened it. */
  readonly seq: number;
  readonly question: string;
  readonly choices: readonly string[];
}

export interface SessionState {
  /** The last event's. */
  readonly seq: number;
  readonly phase: SessionPhase;
  /** Display names by role, in small letters. */
  readonly names: ReadonlyMap<string, string>;
  readonly muted: ReadonlySet<string>;
  readonly removed: ReadonlySet<number>;
  readonly pinned: number | null;
  readonly poll: Poll | null;
  readonly rules: readonly Rule[];
}

export const MOST_NAMES = 500;
export const MOST_REMOVED = 2000;
export const MOST_MUTED = 200;

export const NO_STATE: SessionState = {
  seq: 0,
  phase: "open",
  names: new Map(),
  muted: new Set(),
  removed: new Set(),
  pinned: null,
  poll: null,
  rules: [],
};

type Data = Record<string, unknown>;
/** The fields that an event changes; null when its data break a rule, or there is no room. */
type Change = (state: SessionState, data: Data, seq: number) => Partial<SessionState> | null;

const CHANGES: ReadonlyMap<string, Change> = new Map<string, Change>([
  ["session-archived", () => ({ phase: "ended" })],
  ["phase-changed", (_, { phase }) => (isPhase(phase) ? { phase } : null)],
  ["message-removed", (state, { seq }) => (isSeq(seq) ? removed(state, seq) : null)],
  ["message-pinned", (_, { seq }) => (isSeq(seq) ? { pinned: seq } : null)],
  ["message-unpinned", () => ({ pinned: null })],
  ["role-muted", (state, { role }) => (isRole(role) ? muted(state, role.toLowerCase()) : null)],
  ["role-unmuted", (state, { role }) => (isRole(role) ? unmuted(state, role.toLowerCase()) : null)],
  ["name-set", (state, { role, name }) => (isRole(role) && isLine(name, 64) ? named(state, role, name) : null)],
  ["poll-opened", (_, data, seq) => opened(data, seq)],
  ["poll-closed", (_, data) => (isResult(data) ? { poll: null } : null)],
  ["rules-changed", (_, data) => asRules(readRules(data["rules"]))],
]);

/** The state after a record. One that is no event of the lab, or stands in the state already, changes nothing. */
export function applied(state: SessionState, { seq, role, event, data }: LabRecord): SessionState {
  const change = role === "lab" ? CHANGES.get(event ?? "") : undefined;
  if (!change || seq <= state.seq) return state;
  const found: Data = data ?? {};
  const by = found["by"];
  const sound = event === "name-set" || event === "session-archived" || by === undefined || isRole(by);
  return { ...state, ...(sound ? change(state, found, seq) : null), seq };
}

/** The state after those of the records, ascending, that came behind `after`. */
export function folded(state: SessionState, records: readonly LabRecord[], after: number): SessionState {
  let begin = records.length;
  while (begin > 0 && (records[begin - 1] as LabRecord).seq > after) begin -= 1;
  return records.slice(begin).reduce(applied, state);
}

/** The state that the server tells; the empty one when it is none. What breaks a rule in it is left out. */
export function readState(value: unknown): SessionState {
  if (!isObject(value)) return NO_STATE;
  const { seq, phase, names, muted: roles, removed: seqs, pinned, poll, rules } = value;
  return {
    // 0 before any event: the lab says of a session without a log, too, that it is over.
    seq: isSeq(seq) ? seq : 0,
    phase: isPhase(phase) ? phase : "open",
    names: readNames(names),
    muted: new Set(Array.isArray(roles) ? roles.filter(isRole).slice(0, MOST_MUTED) : []),
    removed: new Set(Array.isArray(seqs) ? seqs.filter(isSeq).slice(0, MOST_REMOVED) : []),
    pinned: isSeq(pinned) ? pinned : null,
    poll: isObject(poll) && isSeq(poll["seq"]) ? (opened(poll, poll["seq"])?.poll ?? null) : null,
    rules: readRules(rules) ?? [],
  };
}

/** The sound names in an object, by roles in small letters. */
export const readNames = (value: unknown): Names =>
  new Map(isObject(value) ? Object.entries(value).filter(isName).slice(0, MOST_NAMES) : []);

function removed(state: SessionState, seq: number): Partial<SessionState> | null {
  if (state.removed.size >= MOST_REMOVED && !state.removed.has(seq)) return null;
  return { removed: new Set(state.removed).add(seq), pinned: state.pinned === seq ? null : state.pinned };
}

function muted(state: SessionState, role: string): Partial<SessionState> | null {
  return state.muted.size >= MOST_MUTED && !state.muted.has(role) ? null : { muted: new Set(state.muted).add(role) };
}

const unmuted = (state: SessionState, role: string): Partial<SessionState> => ({
  muted: new Set([...state.muted].filter((one) => one !== role)),
});

function named(state: SessionState, role: string, name: string): Partial<SessionState> | null {
  const key = role.toLowerCase();
  return state.names.size >= MOST_NAMES && !state.names.has(key)
    ? null
    : { names: new Map(state.names).set(key, name) };
}

function opened({ question, choices }: Data, seq: number): { poll: Poll } | null {
  return isLine(question, 200) && isChoices(choices) ? { poll: { seq, question, choices } } : null;
}

function isResult(data: Data): boolean {
  const { poll, votes, voters } = data;
  const counted = Array.isArray(votes) && votes.length >= 2 && votes.length <= 8 && votes.every(isCount);
  return isSeq(poll) && counted && isCount(voters) && opened(data, 1) !== null;
}

const isPhase = (value: unknown): value is SessionPhase =>
  value === "lobby" || value === "open" || value === "frozen" || value === "ended";
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isSeq = (value: unknown): value is number => isCount(value) && value > 0;
const isRole = (value: unknown): value is string => typeof value === "string" && roleFault(value) === null;
const isName = (pair: [string, unknown]): pair is [string, string] => isRole(pair[0]) && isLine(pair[1], 64);
const asRules = (rules: readonly Rule[] | null): { rules: readonly Rule[] } | null => (rules ? { rules } : null);

function isChoices(value: unknown): value is string[] {
  if (!Array.isArray(value) || value.length < 2 || value.length > 8) return false;
  return value.every((one) => isLine(one, 200)) && new Set(value).size === value.length;
}
