/**
 * Lines by the fifty. A new line then touches its chunk alone: neither the comparison of what is drawn nor the browser's
 * style and layout go through the hundreds of lines above it.
 */

import { Component, type VNode } from "preact";
import { type Entry, firstIn, isFold, isSameEntry, keyOf, lastIn } from "../model/fold";
import { dayKey } from "../model/time";
import { isUnseen } from "../model/unseen";
import { FoldLine } from "./fold-line";
import { Day, NewSince, RecordLine } from "./record-line";

const SIZE = 50;
/** Lines of the same role within this time stand together. */
const TOGETHER_MS = 5 * 60_000;

/** The `seq` of records that are marked. */
export interface Marks {
  /** The first record since the viewer left the page. */
  readonly divider: number | null;
  /** The one that a link leads to. */
  readonly linked: number | null;
}

export interface ChunkProps extends Marks {
  /** The same for the same entries, whatever is drawn before them. */
  readonly number: number;
  readonly entries: readonly Entry[];
  /** What stands before the first of them. */
  readonly before: Entry | undefined;
}

const UNMARKED: Marks = { divider: null, linked: null };

/** Cut a row of entries where their `seq` says, so that a chunk keeps its entries while others come and go. */
export function chunksOf(entries: readonly Entry[], marks: Marks = UNMARKED, before?: Entry): ChunkProps[] {
  const chunks: ChunkProps[] = [];
  for (let start = 0; start < entries.length; ) {
    const number = numberOf(entries[start] as Entry);
    let end = start + 1;
    while (end < entries.length && numberOf(entries[end] as Entry) === number) end += 1;
    const own = entries.slice(start, end);
    const within = (seq: number | null): number | null =>
      seq !== null && own.some((entry) => firstIn(entry).seq <= seq && seq <= lastIn(entry).seq) ? seq : null;
    chunks.push({
      number,
      entries: own,
      before: lastSeen(entries, start) ?? before,
      divider: within(marks.divider),
      linked: within(marks.linked),
    });
    start = end;
  }
  return chunks;
}

const numberOf = (entry: Entry): number => Math.floor((keyOf(entry) - 1) / SIZE);

/** The last entry before an index that is a line of the talk. */
function lastSeen(entries: readonly Entry[], end: number): Entry | undefined {
  for (let index = end - 1; index >= 0; index -= 1) {
    const entry = entries[index] as Entry;
    if (isFold(entry) || !isUnseen(entry)) return entry;
  }
  return undefined;
}

export class Chunk extends Component<ChunkProps> {
  override shouldComponentUpdate(next: ChunkProps): boolean {
    const { entries, before, divider, linked } = this.props;
    const isMarkedAlike = next.divider === divider && next.linked === linked;
    const isAlike =
      next.entries.length === entries.length &&
      next.entries.every((entry, index) => isSameEntry(entry, entries[index]));
    return !isMarkedAlike || !isAlike || !isSameEntry(next.before, before);
  }

  override render({ entries, before, ...marks }: ChunkProps): VNode {
    return (
      <div class="chunk">{entries.map((entry, index) => lineOf(entry, lastSeen(entries, index) ?? before, marks))}</div>
    );
  }
}

function lineOf(entry: Entry, above: Entry | undefined, { divider, linked }: Marks): VNode {
  const record = firstIn(entry);
  const before = above && lastIn(above);
  const newDay = !isUnseen(record) && (!before || dayKey(before.at) !== dayKey(record.at));
  const isNew = record.seq === divider;
  if (isFold(entry)) {
    return (
      <div key={entry.key}>
        {newDay && <Day at={record.at} />}
        {isNew && <NewSince />}
        <FoldLine fold={entry} linked={linked} />
      </div>
    );
  }
  const near = before && !isFold(above) && Date.parse(record.at) - Date.parse(before.at) < TOGETHER_MS;
  const continues = !newDay && !isNew && before?.role === record.role && !before.event && near === true;
  return (
    <RecordLine
      key={record.seq}
      record={record}
      continues={continues}
      newDay={newDay}
      isNew={isNew}
      linked={record.seq === linked}
    />
  );
}
