/**
 * Scans the log backwards for messages of the outbox. A page that is opened again holds only the newest records. A
 * message of its outbox may be logged further back. The scan reads the ids and keeps no record.
 */

import type { Item, Outbox } from "./outbox";
import type { LabRecord } from "./record";

/** Most pages of 1000 records to read. For older messages, the sender decides whether to send again. */
const PAGES = 20;

export interface Scan {
  /** Every record from this `seq` on has been seen; null before the first answer. */
  readonly from: number | null;
  readonly pages: number;
}

export const nothingScanned: Scan = { from: null, pages: 0 };

export const heldFrom = (seq: number): Scan => ({ from: seq, pages: 0 });

/** The `seq` before which to read the next page; null when the outcome of every item is known. */
export function nextToScan({ from, pages }: Scan, outbox: Outbox): number | null {
  if (from === null || from <= 1 || pages >= PAGES) return null;
  return outbox.some((item) => isBefore(item, from)) ? from : null;
}

export function scanned({ from, pages }: Scan, records: readonly LabRecord[]): Scan {
  return { from: records[0]?.seq ?? Math.min(from ?? 1, 1), pages: pages + 1 };
}

/** After the last page: a message sent before the oldest record read may or may not be logged. */
export function giveUpOn({ from, pages }: Scan, outbox: Outbox): Outbox {
  if (pages < PAGES || from === null) return outbox;
  return outbox.map((item) => (isBefore(item, from) ? { ...item, state: "failed", reason: "unsure" } : item));
}

const isBefore = ({ state, after }: Item, from: number): boolean =>
  state !== "failed" && after !== null && after + 1 < from;
