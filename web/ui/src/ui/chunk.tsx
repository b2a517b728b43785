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

export interface ChunkProps {
  /** The same for the same records, whatever is drawn before them. */
  readonly number: number;
  readonly records: readonly LabRecord[];
  /** What stands before the first of them. */
  readonly before: LabRecord | undefined;
}

/** Cut a row of records where their `seq` says, so that a chunk keeps its records while others come and go. */
export function chunksOf(records: readonly LabRecord[]): ChunkProps[] {
  const chunks: ChunkProps[] = [];
  for (let start = 0; start < records.length; ) {
    const number = Math.floor(((records[start]?.seq ?? 1) - 1) / SIZE);
    const end = Math.min(records.length, start + (number + 1) * SIZE - (records[start]?.seq ?? 1) + 1);
    chunks.push({ number, records: records.slice(start, end), before: records[start - 1] });
    start = end;
  }
  return chunks;
}

export class Chunk extends Component<ChunkProps> {
  override shouldComponentUpdate({ records, before }: ChunkProps): boolean {
    const { records: drawn, before: drawnBefore } = this.props;
    return before !== drawnBefore || records[0] !== drawn[0] || records.at(-1) !== drawn.at(-1);
  }

  override render({ records, before }: ChunkProps): VNode {
    return <div class="chunk">{records.map((record, index) => lineOf(record, index > 0 ? records[index - 1] : before))}</div>;
  }
}

function lineOf(record: LabRecord, before: LabRecord | undefined): VNode {
  const newDay = !before || dayKey(before.at) !== dayKey(record.at);
  const near = before && Date.parse(record.at) - Date.parse(before.at) < TOGETHER_MS;
  const continues = !newDay && before?.role === record.role && !before?.event && near === true;
  return <RecordLine key={record.seq} record={record} continues={continues} newDay={newDay} />;
}
