/** The lab's HTTP interface: docs/protocol.md, "HTTP". What comes back is checked before anybody uses it. */

import { isObject, readRecord, readRecords, type LabRecord } from "../model/record";

/** A refusal (RFC 9457) or, with `reason` "unreachable", no answer at all. */
export class ApiError extends Error {
  constructor(
    readonly reason: string,
    readonly detail: string,
    readonly status = 0,
  ) {
    super(`${reason}: ${detail}`);
  }
}

export interface SessionSummary {
  readonly session: string;
  readonly startedAt: string;
  readonly lastSeq: number;
  readonly lastAt: string;
  readonly size: number;
  readonly last: LabRecord | null;
}

export interface Page {
  readonly records: LabRecord[];
  readonly lastSeq: number;
}

export type Place = { after: number } | { before: number };

const PATIENCE_MS = 15_000;

export async function fetchSessions(): Promise<SessionSummary[]> {
  const { sessions } = await call("/api/sessions");
  return Array.isArray(sessions) ? sessions.filter(isObject).map(readSummary) : [];
}

/** Make a session; without a name the lab makes one. Returns its name. */
export async function createSession(name: string): Promise<string> {
  const { session } = await call("/api/sessions", name ? { session: name } : {});
  return String(session);
}

export async function fetchRecords(session: string, place: Place, limit: number): Promise<Page> {
  const query = new URLSearchParams({ ...stringsOf(place), limit: String(limit) });
  const { records, last_seq } = await call(`/api/sessions/${encodeURIComponent(session)}/messages?${query}`);
  if (typeof last_seq !== "number") throw new ApiError("bad-answer", "last_seq is missing");
  return { records: readRecords(records), lastSeq: last_seq };
}

export const logAddress = (session: string, format: "log" | "txt" | "csv"): string =>
  `/api/sessions/${encodeURIComponent(session)}/log?format=${format}`;

const stringsOf = (place: Place): Record<string, string> =>
  Object.fromEntries(Object.entries(place).map(([key, value]) => [key, String(value)]));

function readSummary(value: Record<string, unknown>): SessionSummary {
  return {
    session: String(value["session"] ?? ""),
    startedAt: String(value["started_at"] ?? ""),
    lastSeq: Number(value["last_seq"]) || 0,
    lastAt: String(value["last_at"] ?? ""),
    size: Number(value["size"]) || 0,
    last: readRecord(value["last"]),
  };
}

async function call(path: string, body?: object): Promise<Record<string, unknown>> {
  const response = await reach(path, body);
  const document: unknown = await response.json().catch(() => null);
  if (!isObject(document)) throw new ApiError("bad-answer", response.statusText, response.status);
  if (response.ok) return document;
  throw new ApiError(String(document["reason"] ?? "bad-answer"), String(document["detail"] ?? ""), response.status);
}

async function reach(path: string, body?: object): Promise<Response> {
  const headers = { Accept: "application/json", ...(body ? { "Content-Type": "application/json" } : {}) };
  const post = body ? { method: "POST", body: JSON.stringify(body) } : {};
  try {
    return await fetch(path, { headers, ...post, cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    throw new ApiError("unreachable", String(error));
  }
}
