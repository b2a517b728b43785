/** The sequence diagram of a line: what passed between client, proxy, broker and log, one row each, in time. Pure. */

import { type Fate, numberedIn, type PacketEvent } from "./fault-line";
import type { LabRecord } from "./record";

export interface PacketRow {
  readonly kind: "packet";
  readonly key: string;
  readonly at: number;
  readonly event: PacketEvent;
  /** What is written at the arrow: the packet, its number in a run or else its packet id, DUP. */
  readonly label: string;
}

export interface RecordRow {
  readonly kind: "record";
  readonly key: string;
  readonly at: number;
  readonly seq: number;
  readonly label: string;
  /** Whether the same message of a run is in the log already. */
  readonly again: boolean;
}

export type Row = PacketRow | RecordRow;

/** Rows that are drawn. */
export const MOST_ROWS = 60;

/** What says nothing about messages. */
const PINGS = new Set(["PINGREQ", "PINGRESP"]);

export function rowsOf(events: readonly PacketEvent[], records: readonly LabRecord[], role: string): Row[] {
  const packets = events.filter(({ packet, fate }) => fate !== "passed" || !PINGS.has(packet)).slice(-MOST_ROWS);
  const first = packets[0]?.at;
  if (first === undefined) return [];
  const roles = new Set([role, ...packets.map(({ topic }) => topic.split("/")[2] ?? "")]);
  const logged = recordRows(
    records.filter((record) => roles.has(record.role)),
    first,
  );
  return [...packets.map(packetRow), ...logged].sort((one, other) => one.at - other.at).slice(-MOST_ROWS);
}

function packetRow(event: PacketEvent): PacketRow {
  return { kind: "packet", key: `p${event.number}`, at: event.at, event, label: labelOf(event) };
}

function labelOf({ packet, mid, dup, text }: PacketEvent): string {
  const number = numberedIn(text)?.n ?? mid;
  return [packet, number > 0 ? String(number) : "", dup ? "DUP" : ""].filter(Boolean).join(" ");
}

function recordRows(records: readonly LabRecord[], first: number): RecordRow[] {
  const seen = new Set<string>();
  return records.flatMap(({ seq, at, data, text }) => {
    const run = typeof data?.["run"] === "string" ? data["run"] : "";
    const n = typeof data?.["n"] === "number" ? data["n"] : 0;
    const name = run && n ? `${run} ${n}` : "";
    const again = name !== "" && seen.has(name);
    seen.add(name);
    const moment = Date.parse(at);
    if (moment < first) return [];
    return [
      { kind: "record", key: `r${seq}`, at: moment, seq, label: n > 0 ? String(n) : (text ?? ""), again } as const,
    ];
  });
}

/** Whether a packet reaches the other side. */
export const reaches = (fate: Fate): boolean => fate !== "lost" && fate !== "hung";

/** The runs whose messages a line has carried. */
export const runsIn = (events: readonly PacketEvent[]): ReadonlySet<string> =>
  new Set(events.map(({ text }) => numberedIn(text)?.run ?? "").filter(Boolean));
