/**
 * The part of a session's log that this page holds: one unbroken row of records, applied by `seq`.
 *
 * Batches may come in any order, twice or never; what is missing is asked for (`missing`). Pure.
 */

import { isSameRecord, type LabRecord } from "./record";

/** Most records that are kept while the viewer reads the newest; older ones are loaded again when wanted. */
export const KEEP = 5000;
/** Most records that are kept while the viewer reads older ones. */
export const KEEP_AT_MOST = 20000;
/** Most records that wait behind a gap. */
const AHEAD = 2000;

export interface Log {
  /** In a row, ascending; the last one is `last`. */
  readonly records: readonly LabRecord[];
  /** The last `seq` in a row; null before the first answer, 0 when the session has no record. */
  readonly last: number | null;
  /** The highest `seq` that is known to exist. */
  readonly newest: number;
  /** Records behind a gap. */
  readonly ahead: ReadonlyMap<number, LabRecord>;
  /** The session may have been deleted and created again under its name; the answer to `missing` decides. */
  readonly suspect: boolean;
  /** Counts the times that the session was found to be another one, and this log started again. */
  readonly generation: number;
}

/** A question for `GET messages?after=`. It asks for `last` again: a session created again has another one. */
export interface Question {
  readonly after: number;
  readonly last: number;
  readonly generation: number;
}

export const emptyLog = (generation = 0): Log => ({
  records: [],
  last: null,
  newest: 0,
  ahead: new Map(),
  suspect: false,
  generation,
});

/** The first `seq` that is held, or that will be. */
export const firstOf = (log: Log): number => log.records[0]?.seq ?? (log.last ?? 0) + 1;

export const hasOlder = (log: Log): boolean => log.last !== null && firstOf(log) > 1;

/** How many records are known to exist and not held yet. */
export const lacking = (log: Log): number => Math.max(0, log.newest - (log.last ?? 0));

/** Where to go on: everything after `last`, with `last` itself to compare. */
export function question(log: Log): Question | null {
  if (log.last === null) return null;
  return { after: Math.max(0, log.last - 1), last: log.last, generation: log.generation };
}

/** What to ask for now; null when nothing is missing. */
export const missing = (log: Log): Question | null => (log.suspect || lacking(log) > 0 ? question(log) : null);

/** The first answer: it says where this page's row begins. */
export function begin(log: Log, records: readonly LabRecord[], lastSeq: number): Log {
  const row = lastRow(records);
  const last = row.at(-1)?.seq ?? 0;
  return advance({ ...log, records: row, last, newest: Math.max(lastSeq, last) }, []);
}

/** The answer to a question. It begins again when the answer is of another log. */
export function answer(log: Log, to: Question, records: readonly LabRecord[], lastSeq: number): Log {
  if (to.generation !== log.generation) return log;
  if (lastSeq < to.last || isOfAnother(log, records)) return emptyLog(log.generation + 1);
  const newest = Math.max(log.newest, lastSeq);
  return advance({ ...log, newest, suspect: false }, records);
}

/** Records as they are logged. */
export function live(log: Log, records: readonly LabRecord[]): Log {
  if (isOfAnother(log, records)) return emptyLog(log.generation + 1);
  const first = firstOf(log);
  const suspect = log.suspect || (log.last !== null && records.some(({ seq }) => seq < first));
  return advance({ ...log, suspect }, records);
}

/** The lab says that `seq` exists. */
export function learnSeq(log: Log, seq: number): Log {
  if (log.last !== null && seq < log.last) return { ...log, suspect: true };
  return { ...log, newest: Math.max(log.newest, seq) };
}

/** An older page, that ends just before the first record held. Anything else is left alone. */
export function prepend(log: Log, records: readonly LabRecord[]): Log {
  const row = lastRow(records);
  if (row.at(-1)?.seq !== firstOf(log) - 1) return log;
  return { ...log, records: [...row, ...log.records] };
}

/** Drop surplus records, oldest first, but none from `readingFrom` on while there is room. */
export function trim(log: Log, readingFrom: number): Log {
  const wanted = log.records.length - KEEP;
  if (wanted <= 0) return log;
  const unread = Math.max(0, readingFrom - firstOf(log));
  const drop = Math.max(Math.min(wanted, unread), log.records.length - KEEP_AT_MOST);
  return drop > 0 ? { ...log, records: log.records.slice(drop) } : log;
}

function isOfAnother(log: Log, records: readonly LabRecord[]): boolean {
  const first = firstOf(log);
  return records.some((record) => {
    const held = log.records[record.seq - first];
    return held !== undefined && !isSameRecord(held, record);
  });
}

/** The unbroken row at the end of `records`. */
function lastRow(records: readonly LabRecord[]): LabRecord[] {
  let start = records.length - 1;
  while (start > 0 && records[start - 1]?.seq === (records[start]?.seq ?? 0) - 1) start -= 1;
  return records.slice(Math.max(0, start));
}

/** Take in `incoming` and whatever it joins up with. */
function advance(log: Log, incoming: readonly LabRecord[]): Log {
  const ahead = new Map(log.ahead);
  let newest = log.newest;
  for (const record of incoming) {
    newest = Math.max(newest, record.seq);
    if (log.last === null || record.seq > log.last) ahead.set(record.seq, record);
  }
  if (log.last === null) return { ...log, newest, ahead: bounded(ahead) };
  const next = takeRow(ahead, log.last + 1);
  for (const seq of ahead.keys()) if (seq <= log.last) ahead.delete(seq);
  const records = next.length > 0 ? [...log.records, ...next] : log.records;
  return { ...log, records, newest, ahead: bounded(ahead), last: log.last + next.length };
}

function takeRow(ahead: Map<number, LabRecord>, from: number): LabRecord[] {
  const row: LabRecord[] = [];
  for (let seq = from, record = ahead.get(seq); record; record = ahead.get(++seq)) {
    row.push(record);
    ahead.delete(seq);
  }
  return row;
}

/** The nearest ones are kept; the others will be asked for. */
function bounded(ahead: Map<number, LabRecord>): Map<number, LabRecord> {
  if (ahead.size <= AHEAD) return ahead;
  const nearest = [...ahead.keys()].sort((one, other) => one - other).slice(0, AHEAD);
  return new Map(nearest.map((seq) => [seq, ahead.get(seq) as LabRecord]));
}
