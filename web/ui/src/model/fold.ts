/**
 * Readings in a row, of however many devices, are folded into one line, so that they don't bury what people say. Every
 * record is in exactly one entry, and the order of the log is kept. Pure.
 */

import { isDescription } from "./description";
import type { LabRecord } from "./record";
import type { Rows } from "./rows";
import { dayKey } from "./time";
import { isUnseen } from "./unseen";

/** Readings in a row, of one day; between them may stand what is no line of the talk. */
export interface Fold {
  /** The same for the same fold while it grows, also upwards when it stands at the top of what is held. */
  readonly key: number;
  readonly records: readonly LabRecord[];
  readonly isOpen: boolean;
  /** Those of them that are drawn; none while it is closed. */
  readonly shown: readonly LabRecord[];
}

export type Entry = LabRecord | Fold;

export interface Layout {
  readonly entries: readonly Entry[];
  readonly rows: Rows;
}

/** A `seq` in each fold that somebody has opened. */
export type Opened = readonly number[];

export const isFold = (entry: Entry): entry is Fold => "records" in entry;
export const firstIn = (entry: Entry): LabRecord => (isFold(entry) ? (entry.records[0] as LabRecord) : entry);
export const lastIn = (entry: Entry): LabRecord => (isFold(entry) ? (entry.records.at(-1) as LabRecord) : entry);
export const keyOf = (entry: Entry): number => (isFold(entry) ? entry.key : entry.seq);

/** Whether a record holds values, no text and no recipient. What a device announces stays visible, so it is not folded. */
export function isReading({ role, data, text, base64, event, to }: LabRecord): boolean {
  if (data === undefined || text || base64 || event || to || role === "lab") return false;
  return !isDescription(data);
}

/** Fold a row of records; `divider` is the first that is new, and begins an entry of its own. */
export function layOut(records: readonly LabRecord[], divider: number | null, opened: Opened): Layout {
  const entries: Entry[] = [];
  const rows: number[] = [];
  for (let start = 0; start < records.length; ) {
    const end = endOfRun(records, start, divider);
    const first = records[start] as LabRecord;
    const entry = end === start ? first : foldOf(records.slice(start, end), start === 0, opened);
    entries.push(entry);
    rows.push(first.seq);
    if (isFold(entry) && entry.isOpen) for (const { seq } of entry.records.slice(1)) rows.push(seq);
    start = Math.max(end, start + 1);
  }
  const last = records.at(-1);
  return { entries, rows: last ? [...rows, last.seq + 1] : [] };
}

/**
 * Where the readings end that begin at `start`; `start` itself when no reading stands there. What is no line of the talk,
 * such as a name that is set between two readings, does not end them.
 */
function endOfRun(records: readonly LabRecord[], start: number, divider: number | null): number {
  if (!isReading(records[start] as LabRecord)) return start;
  let end = start + 1;
  for (let next = end; next < records.length; next += 1) {
    const record = records[next] as LabRecord;
    if (record.seq === divider || !isSameDay(record.at, (records[next - 1] as LabRecord).at)) break;
    if (isReading(record)) end = next + 1;
    else if (!isUnseen(record)) break;
  }
  return end;
}

const MINUTE = "2026-11-22T16:48".length;

/** Nearly always the minute tells, which costs far less than the viewer's calendar. */
const isSameDay = (one: string, other: string): boolean =>
  one.slice(0, MINUTE) === other.slice(0, MINUTE) || dayKey(one) === dayKey(other);

function foldOf(records: readonly LabRecord[], isTop: boolean, opened: Opened): Fold {
  const [first, last] = [records[0]?.seq ?? 0, records.at(-1)?.seq ?? 0];
  const isOpen = opened.some((seq) => first <= seq && seq <= last);
  return { key: isTop && first > 1 ? 0 : first, records, isOpen, shown: isOpen ? records : [] };
}

/** What there is of a layout between two `seq`: a closed fold whole, an open one in part. */
export function between({ entries }: Layout, first: number, last: number): Entry[] {
  const within = entries.filter((entry) => lastIn(entry).seq >= first && firstIn(entry).seq <= last);
  return within.map((entry) =>
    isFold(entry) && entry.isOpen
      ? { ...entry, shown: entry.records.filter(({ seq }) => first <= seq && seq <= last) }
      : entry,
  );
}

/** The fold that a record is in; null when it stands alone. */
export const foldWith = ({ entries }: Layout, seq: number): Fold | null =>
  entries.filter(isFold).find((fold) => firstIn(fold).seq <= seq && seq <= lastIn(fold).seq) ?? null;

/** Open a closed fold, or close an open one. */
export function toggled(opened: Opened, fold: Fold): Opened {
  const [first, last] = [firstIn(fold).seq, lastIn(fold).seq];
  return fold.isOpen ? opened.filter((seq) => seq < first || seq > last) : [...opened, last];
}

/** Whether two entries are drawn alike. */
export function isSameEntry(one: Entry | undefined, other: Entry | undefined): boolean {
  if (one === other || one === undefined || other === undefined || !isFold(one) || !isFold(other)) return one === other;
  const same = (get: (fold: Fold) => unknown): boolean => get(one) === get(other);
  return (
    same(({ key }) => key) &&
    same(({ isOpen }) => isOpen) &&
    same(firstIn) &&
    same(lastIn) &&
    same(({ shown }) => shown[0]) &&
    same(({ shown }) => shown.at(-1))
  );
}

/** How many readings are in a fold. */
export const countOf = ({ records }: Pick<Fold, "records">): number => records.filter(isReading).length;

/** The last word of each device in a fold, in the order in which they began to speak. */
export function latestOf({ records }: Pick<Fold, "records">): LabRecord[] {
  return [...new Map(records.filter(isReading).map((record) => [record.role, record])).values()];
}
