/** Which packets are shown. */

import { type Kind, kindOf, type Packet } from "./wire-packet";

export interface Filter {
  /** In topic or payload, whatever the case. */
  readonly text: string;
  /** This topic and all below it; empty for all. */
  readonly topic: string;
  /** Kinds that are left out. */
  readonly without: ReadonlySet<Kind>;
}

export const everything: Filter = { text: "", topic: "", without: new Set() };

export function filtered(packets: readonly Packet[], { text, topic, without }: Filter): readonly Packet[] {
  const needle = text.trim().toLowerCase();
  if (!needle && !topic && without.size === 0) return packets;
  return packets.filter(
    (packet) => isBelow(packet.topic, topic) && !without.has(kindOf(packet.topic)) && isIn(packet, needle),
  );
}

const isBelow = (topic: string, above: string): boolean => !above || topic === above || topic.startsWith(`${above}/`);

const isIn = ({ topic, payload, hex }: Packet, needle: string): boolean =>
  !needle || topic.toLowerCase().includes(needle) || (payload ?? hex ?? "").toLowerCase().includes(needle);

export function toggled(filter: Filter, kind: Kind): Filter {
  const without = new Set(filter.without);
  if (!without.delete(kind)) without.add(kind);
  return { ...filter, without };
}
