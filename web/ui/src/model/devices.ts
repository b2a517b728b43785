/**
 * The devices of a session, put together from its records. What a record says counts by its place in the log, so older
 * ones may be read after newer ones. Pure; times in milliseconds since 1970, by the bridge's clock.
 */

import { type Command, type DescribedValue, isDescription, readDescription } from "./description";
import { type Leaf, leavesOf } from "./paths";
import { type Hint, hintOf } from "./readings";
import type { JsonObject, LabRecord, Participant } from "./record";
import { RULES_ROLE } from "./rules";
import { type Line, numbersIn } from "./series";

/** A text of a device, and its place in the log. */
export interface Said {
  readonly text: string;
  readonly seq: number;
}

/** A text that was meant to be data, and what to change in it. */
export interface Misread extends Said {
  readonly hint: Hint;
  readonly at: number;
}

/** online: it is here; stale: no word for three times its usual interval; offline: it said so, or its will did. */
export type DeviceState = "online" | "stale" | "offline" | "unknown";

export interface Value {
  readonly value: Leaf;
  readonly at: number;
  readonly seq: number;
}

export interface Device {
  readonly role: string;
  /** What it calls itself; empty when it never did. */
  readonly kind: string;
  /** The values that it says it reports; empty when it does not say. */
  readonly described: readonly DescribedValue[];
  readonly commands: readonly Command[];
  /** Where it announced itself; 0 when it never did. */
  readonly announced: number;
  /** The latest of each key, with the path in `data`. */
  readonly values: ReadonlyMap<string, Value>;
  /** Values of its latest report that have no room. */
  readonly leftOut: number;
  /** Its latest text; null when it never said one. */
  readonly said: Said | null;
  /** Its latest text that was meant to be data; null when it never said one. */
  readonly misread: Misread | null;
  readonly lastAt: number;
  readonly lastSeq: number;
  /** When it last reported numbers, ascending: its rhythm. */
  readonly beats: readonly number[];
}

export type Roster = ReadonlyMap<string, Device>;

/** A device that sends something else for so long has been corrected. */
const CORRECTED_MS = 30_000;

/** A session with more devices shows those that spoke first. */
export const MAX_DEVICES = 500;
/** Most values of one device. */
export const MAX_VALUES = 64;
const BEATS = 20;
/** Fewer reports make no rhythm. */
const BEATS_OF_A_RHYTHM = 3;
/** However fast a device is, the network, or a restart of it, may take this long. */
const LEAST_PATIENCE = 15_000;

const newDevice = (role: string): Device => ({
  role,
  kind: "",
  described: [],
  commands: [],
  announced: 0,
  values: new Map(),
  leftOut: 0,
  said: null,
  misread: null,
  lastAt: 0,
  lastSeq: 0,
  beats: [],
});

/** Take in records, in any order, any number of times. */
export function notice(roster: Roster, records: readonly LabRecord[]): Roster {
  const telling = records.filter((record) => tells(record) && record.role !== "lab" && record.role !== RULES_ROLE);
  const known = (role: string): boolean => roster.has(role) || telling.some((record) => record.role === role);
  const relevant = records.filter(({ role }) => role !== "lab" && known(role));
  if (relevant.length === 0) return roster;
  const changed = new Map(roster);
  for (const record of relevant) {
    const device = changed.get(record.role) ?? newDevice(record.role);
    if (changed.has(record.role) || changed.size < MAX_DEVICES) changed.set(record.role, withRecord(device, record));
  }
  return changed;
}

/** Whether it reports, or was meant to. What only has brackets may be of somebody who writes. */
function tells(record: LabRecord): boolean {
  const hint = record.data === undefined ? hintIn(record) : null;
  return record.data !== undefined || (hint !== null && hint !== "bad-json");
}

/** People's messages have an `id`, so what they write is no data. */
const hintIn = ({ text, id, event, to }: LabRecord): Hint | null =>
  text === undefined || id || event || to ? null : hintOf(text);

/** Values from the history, for devices whose records are older than those that were read. */
export function noticeSeries(roster: Roster, lines: readonly Line[]): Roster {
  const changed = new Map(roster);
  for (const { role, key, t, v } of lines) {
    const at = t.at(-1);
    const value = v.at(-1);
    if (at === undefined || value === undefined) continue;
    const device = changed.get(role) ?? newDevice(role);
    const values = newer(device.values, key, { value, at, seq: 0 });
    if (changed.has(role) || changed.size < MAX_DEVICES)
      changed.set(role, { ...device, values, lastAt: Math.max(device.lastAt, at) });
  }
  return changed;
}

function withRecord(device: Device, record: LabRecord): Device {
  const at = Date.parse(record.at);
  if (Number.isNaN(at)) return device;
  const reported = valuesIn(record.data ?? {});
  let { values } = device;
  for (const [key, value] of reported) values = newer(values, key, { value, at, seq: record.seq });
  const isLatest = reported.length > 0 && record.seq >= device.lastSeq;
  const leftOut = isLatest ? reported.filter(([key]) => !values.has(key)).length : device.leftOut;
  const lastAt = Math.max(device.lastAt, at);
  const lastSeq = Math.max(device.lastSeq, record.seq);
  const beats = numbersIn(record.data).length > 0 ? withBeat(device.beats, at) : device.beats;
  return announcedBy(
    {
      ...device,
      values,
      leftOut,
      said: saidLast(device.said, record),
      misread: misreadLast(device.misread, record, at),
      lastAt,
      lastSeq,
      beats,
    },
    record,
  );
}

const saidLast = (said: Said | null, { text, seq }: LabRecord): Said | null =>
  text && seq > (said?.seq ?? 0) ? { text, seq } : said;

function misreadLast(misread: Misread | null, record: LabRecord, at: number): Misread | null {
  const hint = record.seq > (misread?.seq ?? 0) ? hintIn(record) : null;
  return hint === null ? misread : { text: record.text ?? "", seq: record.seq, hint, at };
}

/** What a device should change now: nothing once it has sent something else for a while, or has begun anew. */
export const misreadNow = ({ misread, lastAt, announced }: Device): Misread | null =>
  misread && misread.seq > announced && lastAt - misread.at < CORRECTED_MS ? misread : null;

function announcedBy(device: Device, { seq, data }: LabRecord): Device {
  const description = seq < device.announced ? null : readDescription(data);
  if (description === null) return device;
  const { device: kind, values: described, commands } = description;
  return { ...device, announced: seq, kind, described, commands };
}

function newer(values: Device["values"], key: string, value: Value): Device["values"] {
  const held = values.get(key);
  if (held ? isLater(held, value) : values.size >= MAX_VALUES) return values;
  return new Map(values).set(key, value);
}

/** By the log when both are of the log. */
const isLater = (one: Value, other: Value): boolean =>
  one.seq > 0 && other.seq > 0
    ? one.seq >= other.seq
    : one.at > other.at || (one.at === other.at && one.seq > other.seq);

function withBeat(beats: readonly number[], at: number): readonly number[] {
  if (beats.includes(at)) return beats;
  return [...beats, at].sort((one, other) => one - other).slice(-BEATS);
}

/** What a device reports; `device` and `commands`, and the `values` of a description, are its announcement. */
function valuesIn(data: JsonObject): [string, Leaf][] {
  const { device: _device, commands: _commands, ...reported } = data;
  if (!isDescription(data)) return leavesOf(reported);
  const { values: _values, ...state } = reported;
  return leavesOf(state);
}

/** The usual time between two reports of numbers; null before there is a rhythm. */
export function usualInterval({ beats }: Pick<Device, "beats">): number | null {
  if (beats.length < BEATS_OF_A_RHYTHM) return null;
  const intervals = beats.slice(1).map((at, index) => at - (beats[index] as number));
  return intervals.sort((one, other) => one - other)[Math.floor((intervals.length - 1) / 2)] ?? null;
}

export function stateOf(device: Device, participants: readonly Participant[], now: number): DeviceState {
  const present = participants.find(({ role }) => role === device.role)?.online;
  if (present === false) return "offline";
  const interval = usualInterval(device);
  if (interval !== null && now - device.lastAt > Math.max(LEAST_PATIENCE, 3 * interval)) return "stale";
  return present === true || interval !== null ? "online" : "unknown";
}
