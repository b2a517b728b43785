/** What the lab itself says on the wire: records on `log/...`, `lab/rejected`, `lab/synced`. docs/protocol.md. */

import { isObject, type LabRecord, readLogged } from "./record";
import { isCut, type Packet, parsed, parsedHead } from "./wire-packet";

export interface Lines {
  readonly records: readonly LabRecord[];
  /** Records were in this packet that the server's excerpt does not show. */
  readonly hidden: boolean;
}

/** The records that a packet on `log/<session>` shows whole. */
export function readLines(packet: Packet): Lines {
  const hidden = isCut(packet);
  const lines = (packet.payload ?? "").split("\n");
  const records = (hidden ? lines.slice(0, -1) : lines)
    .map((line) => readLogged(parsed(line)))
    .filter((record) => record !== null);
  return { records, hidden };
}

export const REASONS = [
  "bad-topic",
  "bad-session",
  "bad-role",
  "reserved-role",
  "empty",
  "too-large",
  "bad-field",
] as const;
export type Reason = (typeof REASONS)[number];

export interface Rejection {
  /** The packet on `lab/rejected`. */
  readonly n: number;
  /** When it passed, by the clock of the other packets: the bridge's own may say less than that of its cause. */
  readonly at: string;
  readonly topic: string;
  /** One of REASONS, or a word that this page does not know yet. */
  readonly reason: string;
  readonly detail: string;
  readonly size: number;
  readonly id: string | null;
  readonly payload: string;
  /** Rejections that were left out before this one. */
  readonly suppressed: number;
  /** The publish that caused it, when it was seen. */
  readonly cause: number | null;
}

/** What `lab/rejected` says; null when it is too damaged to tell. */
export function readRejection(packet: Packet): Rejection | null {
  const said = parsedHead(packet.payload ?? "");
  if (!said || typeof said["reason"] !== "string") return null;
  const { topic, reason, detail, size, id, payload, suppressed } = said;
  return {
    n: packet.n,
    at: packet.at,
    topic: String(topic ?? ""),
    reason: String(reason),
    detail: String(detail ?? ""),
    size: Number(size) || 0,
    id: typeof id === "string" ? id : null,
    payload: String(payload ?? ""),
    // Behind the payload, so that an excerpt that was cut does not have it: then some may have been left out.
    suppressed: isCut(packet) ? 1 : Number(suppressed) || 0,
    cause: null,
  };
}

/** One write and sync of the disk. */
export interface Sync {
  readonly at: string;
  /** How long it took. */
  readonly ms: number;
  readonly first: number;
  readonly last: number;
}

/** What `lab/synced` says about a session; null when it was not in that batch. */
export function readSync(packet: Packet, session: string): Sync | null {
  const said = parsed(packet.payload ?? "");
  if (!isObject(said) || !isObject(said["sessions"]) || typeof said["ms"] !== "number") return null;
  const range: unknown = said["sessions"][session];
  if (!Array.isArray(range) || !range.every(Number.isSafeInteger) || range.length !== 2) return null;
  return { at: String(said["at"] ?? packet.at), ms: said["ms"], first: Number(range[0]), last: Number(range[1]) };
}
