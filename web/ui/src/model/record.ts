/** A logged message: docs/protocol.md, "Record". What comes from the network is checked here, once. */

import { plainValue, VALUE } from "./readings";
import { withTalk } from "./talk";

/** A whole number beyond 2^53 is a bigint: model/json.ts. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | { readonly [key: string]: Json };
export interface JsonObject {
  readonly [key: string]: Json;
}

export interface LabRecord {
  /** Place in the session: 1, 2, 3 ... with no hole. */
  readonly seq: number;
  /** The bridge's clock: RFC 3339, UTC. */
  readonly at: string;
  readonly role: string;
  readonly event?: string;
  readonly text?: string;
  readonly data?: JsonObject;
  readonly base64?: string;
  readonly to?: string;
  readonly id?: string;
  /** The `seq` of the message that it is a reply or a reaction to: model/talk.ts. */
  readonly re?: number;
  /** Empty: the former one is taken back. */
  readonly reaction?: string;
  /** The rule of the session that says it. */
  readonly rule?: string;
  /** The record that is played again here. */
  readonly replay?: { readonly source: string; readonly seq: number };
}

export interface Participant {
  readonly role: string;
  readonly online: boolean;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const STRINGS = ["event", "text", "base64", "to", "id"] as const;

/** The record that `value` is, with what it means; null when it is none. Unknown keys are left out. */
export function readRecord(value: unknown): LabRecord | null {
  const record = readLogged(value);
  return record && withTalk(withPlainValue(record));
}

/** The record as the log has it, word for word. */
export function readLogged(value: unknown): LabRecord | null {
  if (!isObject(value)) return null;
  const { seq, at, role, data } = value;
  if (!Number.isSafeInteger(seq) || (seq as number) < 1 || typeof at !== "string" || typeof role !== "string")
    return null;
  const read: Record<string, unknown> = { seq, at, role };
  for (const key of STRINGS) if (typeof value[key] === "string") read[key] = value[key];
  if (isObject(data)) read["data"] = data;
  return read as unknown as LabRecord;
}

/** A device that sends `23.5` alone reports it. People's messages have an `id`, so what they write is no value. */
function withPlainValue(record: LabRecord): LabRecord {
  const { text, ...rest } = record;
  if (text === undefined || rest.data || rest.event || rest.id || rest.to || rest.base64) return record;
  const value = plainValue(text);
  return value === null ? record : { ...rest, data: { [VALUE]: value } };
}

/** The records of an answer, in the order of the log. */
export const readRecords = (value: unknown): LabRecord[] => readAll(value, readRecord);

/** The same as the log has them. */
export const readAllLogged = (value: unknown): LabRecord[] => readAll(value, readLogged);

function readAll(value: unknown, read: (one: unknown) => LabRecord | null): LabRecord[] {
  if (!Array.isArray(value)) return [];
  const records = value.map(read).filter((record) => record !== null);
  return records.sort((one, other) => one.seq - other.seq);
}

export function readParticipants(value: unknown): Participant[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter(isObject)
    .filter(({ role }) => typeof role === "string")
    .map(({ role, online }) => ({ role: role as string, online: online === true }));
}

/** Whether two records with the same `seq` are the same one, and not of two logs that bear the same name. */
export function isSameRecord(one: LabRecord, other: LabRecord): boolean {
  return one.at === other.at && one.role === other.role && one.id === other.id;
}
