/**
 * Lines by the fifty. A new line then touches its chunk alone: neither the comparison of what is drawn nor the browser's
 * style and layout go through the hundreds of lines above it.
 */

import { Component, type VNode } from "preact";
import type { LabRecord } from "../model/record";
import { dayKey } from "../model/time";
import { RecordLine } from "./record-line";

const SIZE = 50;
/** Lines of the same role within this time stand together. */
const TOGETHER_MS = 5 * 60_000;

/** The `seq` of records that are marked. */
export interface Marks {
  /** The first that is new since the viewer looked away. */
  readonly divider: number | null;
  /** The one that a link leads to. */
  readonly linked: number | null;
}

export interface ChunkProps extends Marks {
  /** The same for the same records, whatever is drawn before them. */
  readonly number: number;
  readonly records: readonly LabRecord[];
  /** What stands before the first of them. */
  readonly before: LabRecord | undefined;
}

const UNMARKED: Marks = { divider: null, linked: null };

/** Cut a row of records where their `seq` says, so that a chunk keeps its records while others come and go. */
export function chunksOf(records: readonly LabRecord[], marks: Marks = UNMARKED): ChunkProps[] {
  const chunks: ChunkProps[] = [];
  for (let start = 0; start < records.length; ) {
    const number = Math.floor(((records[start]?.seq ?? 1) - 1) / SIZE);
    const end = Math.min(records.length, start + (number + 1) * SIZE - (records[start]?.seq ?? 1) + 1);
    const own = (seq: number | null): number | null => (seq !== null && Math.floor((seq - 1) / SIZE) === number ? seq : null);
    const marked = { divider: own(marks.divider), linked: own(marks.linked) };
    chunks.push({ number, records: records.slice(start, end), before: records[start - 1], ...marked });
    start = end;
  }
  return chunks;
}

export class Chunk extends Component<ChunkProps> {
  override shouldComponentUpdate(next: ChunkProps): boolean {
    const drawn = this.props;
    const isMarkedAlike = next.divider === drawn.divider && next.linked === drawn.linked;
    const { records, before } = next;
    return !isMarkedAlike || before !== drawn.before || records[0] !== drawn.records[0] || records.at(-1) !== drawn.records.at(-1);
  }

  override render(chunk: ChunkProps): VNode {
    const { records, before } = chunk;
    return <div class="chunk">{records.map((record, index) => lineOf(record, index > 0 ? records[index - 1] : before, chunk))}</div>;
  }
}

function lineOf(record: LabRecord, before: LabRecord | undefined, { divider, linked }: Marks): VNode {
  const newDay = !before || dayKey(before.at) !== dayKey(record.at);
  const isNew = record.seq === divider;
  const near = before && Date.parse(record.at) - Date.parse(before.at) < TOGETHER_MS;
  const continues = !newDay && !isNew && before?.role === record.role && !before?.event && near === true;
  return (
    <RecordLine key={record.seq} record={record} continues={continues} newDay={newDay} isNew={isNew} linked={record.seq === linked} />
  );
}
