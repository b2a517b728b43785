/** The lab's sessions over HTTP: the list, the archive, and how others come in. */

import type { Join } from "../model/join";
import type { Names } from "../model/person-name";
import { isObject, type LabRecord, type Participant, readParticipants, readRecord } from "../model/record";
import { readNames } from "../model/session-state";
import { ApiError, call } from "./http";

export interface SessionSummary {
  readonly session: string;
  readonly startedAt: string;
  readonly lastSeq: number;
  readonly lastAt: string;
  readonly size: number;
  readonly last: LabRecord | null;
  readonly participants: readonly Participant[];
  /** Of who is in it, and of who spoke last. */
  readonly names: Names;
}

export interface ArchivedSummary extends SessionSummary {
  /** The name of its folder, which no other archived session has. */
  readonly name: string;
}

export async function fetchSessions(): Promise<SessionSummary[]> {
  const { sessions } = await call("/api/sessions");
  return objectsOf(sessions).map(readSummary);
}

export async function fetchArchive(): Promise<ArchivedSummary[]> {
  const { archived } = await call("/api/archive");
  return objectsOf(archived).map((value) => ({ ...readSummary(value), name: String(value["name"] ?? "") }));
}

/** Make a session; without a name the lab makes one. Returns its name. */
export async function createSession(name: string): Promise<string> {
  const { session } = await call("/api/sessions", name ? { session: name } : {});
  return String(session);
}

export async function archiveSession(session: string): Promise<void> {
  await call(`/api/sessions/${encodeURIComponent(session)}/archive`, {});
}

/** Remove an open session and its log from the disk. */
export async function deleteSession(session: string): Promise<void> {
  await call(`/api/sessions/${encodeURIComponent(session)}`, undefined, "DELETE");
}

/** Free the role of a person, so that another one may take it. */
export async function freeSeat(session: string, role: string): Promise<void> {
  await call(`/api/sessions/${encodeURIComponent(session)}/seats/${encodeURIComponent(role)}`, undefined, "DELETE");
}

/** Remove an archived session; `name` is that of its folder. */
export async function deleteArchived(name: string): Promise<void> {
  await call(`/api/archive/${encodeURIComponent(name)}`, undefined, "DELETE");
}

export async function fetchJoin(): Promise<Join> {
  const { url, host, mqtt_port, code, tls, ca } = await call("/api/join");
  if (typeof url !== "string" || typeof host !== "string") throw new ApiError("bad-answer", "url is missing");
  return {
    url,
    host,
    mqttPort: Number(mqtt_port) || 1883,
    code: String(code ?? ""),
    trust: trustOf(tls, ca),
  };
}

function trustOf(tls: unknown, ca: unknown): Join["trust"] {
  if (!tls) return "plain";
  return ca ? "ca" : "known";
}

const objectsOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : []);

function readSummary(value: Record<string, unknown>): SessionSummary {
  return {
    session: String(value["session"] ?? ""),
    startedAt: String(value["started_at"] ?? ""),
    lastSeq: Number(value["last_seq"]) || 0,
    lastAt: String(value["last_at"] ?? ""),
    size: Number(value["size"]) || 0,
    last: readRecord(value["last"]),
    participants: readParticipants(value["participants"]),
    names: readNames(value["names"]),
  };
}
