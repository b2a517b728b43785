/**
 * A stretch of a log that is read page by page, in both directions, beside the live one: what stands around a record
 * that a link leads to, or an archived session. Pure.
 */

import { isSameRecord, type LabRecord } from "./record";

/** Most records that are kept; beyond, the far end is forgotten and loaded again when wanted. */
export const KEPT = 2000;

export interface Excerpt {
  /** In a row, ascending. */
  readonly records: readonly LabRecord[];
  /** The highest `seq` that is known to exist. */
  readonly newest: number;
}

export const firstIn = ({ records }: Excerpt): number => records[0]?.seq ?? 1;
export const lastIn = ({ records }: Excerpt): number => records.at(-1)?.seq ?? 0;

export const holds = (excerpt: Excerpt, seq: number): boolean => firstIn(excerpt) <= seq && seq <= lastIn(excerpt);

/** The page before; anything that does not join up is left alone. */
export function withOlder(excerpt: Excerpt, records: readonly LabRecord[]): Excerpt {
  if (records.at(-1)?.seq !== firstIn(excerpt) - 1) return excerpt;
  return { ...excerpt, records: [...records, ...excerpt.records].slice(0, KEPT) };
}

/** The next page; records that are held already are ignored. */
export function withNewer(excerpt: Excerpt, records: readonly LabRecord[], lastSeq: number): Excerpt {
  const last = excerpt.records.at(-1);
  const again = records.find(({ seq }) => seq === last?.seq);
  if (last && again && !isSameRecord(last, again)) return excerpt;
  const fresh = records.filter(({ seq }) => seq > lastIn(excerpt));
  const joined =
    fresh[0] === undefined || fresh[0].seq === lastIn(excerpt) + 1 ? [...excerpt.records, ...fresh] : excerpt.records;
  return { records: joined.slice(-KEPT), newest: Math.max(excerpt.newest, lastSeq) };
}
