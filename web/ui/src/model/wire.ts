/** What a page that watches the wire knows: the last packets, what became of them, the topics, the refusals. */

import type { LabRecord } from "./record";
import { type Rejection, readLines, readRejection, readSync } from "./wire-lab";
import {
  copyOf,
  doubt,
  forgetBefore,
  type Joins,
  logged,
  newJoins,
  type Outcome,
  published,
  refused,
  relayed,
  synced,
} from "./wire-outcome";
import { kindOf, type Packet, readPackets } from "./wire-packet";
import { countTopics, type Topics } from "./wire-topics";

export const MOST_PACKETS = 2000;
const MOST_REJECTIONS = 20;

export type Phase = "connecting" | "watching" | "offline" | "refused";

export interface Wire {
  readonly phase: Phase;
  /** Why the lab does not let this page watch. */
  readonly refusal: string;
  /** The last ones, in the order in which they came. */
  readonly packets: readonly Packet[];
  readonly joins: Joins;
  readonly topics: Topics;
  /** The newest first. */
  readonly rejections: readonly Rejection[];
  /** Packets that came since the page was opened. */
  readonly seen: number;
  /** Packets since the list was cleared. */
  readonly since: number;
  /** Packets that the server left out. */
  readonly dropped: number;
}

export type WireEvent =
  | { type: "watching" }
  | { type: "disconnected" }
  | { type: "refused"; detail: string }
  | { type: "packets"; packets: unknown; dropped: number }
  | { type: "records"; records: readonly LabRecord[] }
  | { type: "clear" };

export const newWire = (session: string): Wire => ({
  phase: "connecting",
  refusal: "",
  packets: [],
  joins: newJoins(session),
  topics: new Map(),
  rejections: [],
  seen: 0,
  since: 0,
  dropped: 0,
});

export const outcomeOfPacket = ({ joins }: Wire, { n }: Packet): Outcome | undefined => joins.outcomes.get(n);

/** What an event changes. `now` is in milliseconds since 1970. */
export function reduce(wire: Wire, event: WireEvent, now: number): Wire {
  switch (event.type) {
    case "watching":
      return { ...wire, phase: "watching", joins: doubted(wire.joins, now) };
    case "disconnected":
      return { ...wire, phase: wire.phase === "refused" ? "refused" : "offline" };
    case "refused":
      return { ...wire, phase: "refused", refusal: event.detail };
    case "packets":
      return take(wire, readPackets(event.packets, wire.seen + 1), event.dropped, now);
    case "records":
      return { ...wire, joins: withRecords(wire.joins, event.records, now) };
    case "clear":
      return cleared(wire);
  }
}

function doubted(joins: Joins, now: number): Joins {
  const next = copyOf(joins);
  doubt(next, now);
  return next;
}

function withRecords(joins: Joins, records: readonly LabRecord[], now: number): Joins {
  const next = copyOf(joins);
  for (const record of records) logged(next, record, null, now);
  return next;
}

function cleared(wire: Wire): Wire {
  const joins = copyOf(wire.joins);
  forgetBefore(joins, wire.seen + 1);
  return { ...wire, packets: [], topics: new Map(), rejections: [], since: 0, dropped: 0, joins };
}

function take(wire: Wire, fresh: readonly Packet[], dropped: number, now: number): Wire {
  const joins = copyOf(wire.joins);
  const rejections = fresh.flatMap((packet) => join(joins, packet, now));
  // The server leaves out the end of a batch.
  if (dropped > 0) doubt(joins, now);
  const packets = [...wire.packets, ...fresh].slice(-MOST_PACKETS);
  forgetBefore(joins, packets[0]?.n ?? 0);
  return {
    ...wire,
    packets,
    joins,
    topics: countTopics(wire.topics, fresh),
    rejections: [...rejections.reverse(), ...wire.rejections].slice(0, MOST_REJECTIONS),
    seen: wire.seen + fresh.length,
    since: wire.since + fresh.length,
    dropped: wire.dropped + dropped,
  };
}

/** What one packet says about messages. Returns the refusal that it is, if it is one. */
function join(joins: Joins, packet: Packet, now: number): Rejection[] {
  const kind = kindOf(packet.topic);
  if (kind === "message") published(joins, packet, now);
  else if (kind === "record" && packet.topic === `log/${joins.session}`) relayed(joins, readLines(packet), packet, now);
  else if (kind === "synced") withSync(joins, packet);
  else if (kind === "rejected") return withRejection(joins, packet, now);
  // The bridge comes or goes.
  else if (packet.topic === "lab/bridge") doubt(joins, now);
  return [];
}

function withSync(joins: Joins, packet: Packet): void {
  const sync = readSync(packet, joins.session);
  if (sync) synced(joins, sync);
}

function withRejection(joins: Joins, packet: Packet, now: number): Rejection[] {
  const rejection = readRejection(packet);
  return rejection ? [refused(joins, rejection, now)] : [];
}
