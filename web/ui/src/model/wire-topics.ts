/** The topics that were seen, with how often and what last; and the same as a tree of levels. */

import type { Packet } from "./wire-packet";

export interface TopicSeen {
  readonly count: number;
  /** The packet that came last. */
  readonly last: Packet;
}

/** Map keeps the order of insertion, so the first is the one that was silent for longest. */
export type Topics = ReadonlyMap<string, TopicSeen>;

export const MOST_TOPICS = 300;

export function countTopics(topics: Topics, packets: readonly Packet[]): Topics {
  const next = new Map(topics);
  for (const last of packets) {
    const count = (next.get(last.topic)?.count ?? 0) + 1;
    next.delete(last.topic);
    next.set(last.topic, { count, last });
    if (next.size > MOST_TOPICS) next.delete(next.keys().next().value as string);
  }
  return next;
}

export interface Branch {
  /** The whole topic down to here. */
  readonly topic: string;
  readonly level: string;
  /** Packets here and below. */
  readonly count: number;
  /** What came last on this very topic; null for one that only has others below. */
  readonly last: Packet | null;
  readonly below: readonly Branch[];
}

export function treeOf(topics: Topics): readonly Branch[] {
  return branches(
    [...topics].map(([topic, seen]) => ({ levels: topic.split("/"), seen })),
    [],
  );
}

interface Leaf {
  readonly levels: readonly string[];
  readonly seen: TopicSeen;
}

function branches(leaves: readonly Leaf[], above: readonly string[]): Branch[] {
  const groups = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    const level = leaf.levels[above.length];
    if (level !== undefined) groups.set(level, [...(groups.get(level) ?? []), leaf]);
  }
  return [...groups]
    .map(([level, group]) => branch(level, group, [...above, level]))
    .sort((one, other) => (one.level < other.level ? -1 : 1));
}

function branch(level: string, group: readonly Leaf[], path: readonly string[]): Branch {
  const own = group.find(({ levels }) => levels.length === path.length);
  const count = group.reduce((sum, { seen }) => sum + seen.count, 0);
  return { topic: path.join("/"), level, count, last: own?.seen.last ?? null, below: branches(group, path) };
}
