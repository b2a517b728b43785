/**
 * Looking back for one's own messages. A page that is opened again holds the newest records only; what it had sent
 * before may be logged further back. Those records are read for their ids and not kept.
 */

import type { Item, Outbox } from "./outbox";
import type { LabRecord } from "./record";

/** Pages of 1000 records that are read at most; older than that, the sender decides. */
const PAGES = 20;

export interface Scan {
  /** Every record from this `seq` on has been seen; null before the first answer. */
  readonly from: number | null;
  readonly pages: number;
}

export const nothingScanned: Scan = { from: null, pages: 0 };

export const heldFrom = (seq: number): Scan => ({ from: seq, pages: 0 });

/** Before which `seq` to look next; null when every item is accounted for. */
export function wanted({ from, pages }: Scan, outbox: Outbox): number | null {
  if (from === null || from <= 1 || pages >= PAGES) return null;
  return outbox.some((item) => isBefore(item, from)) ? from : null;
}

export function scanned({ from, pages }: Scan, records: readonly LabRecord[]): Scan {
  return { from: records[0]?.seq ?? Math.min(from ?? 1, 1), pages: pages + 1 };
}

/** After the last page: what was sent before all that was read may or may not be logged. */
export function giveUpOn({ from, pages }: Scan, outbox: Outbox): Outbox {
  if (pages < PAGES || from === null) return outbox;
  return outbox.map((item) => (isBefore(item, from) ? { ...item, state: "failed", reason: "unsure" } : item));
}

const isBefore = ({ state, after }: Item, from: number): boolean =>
  state !== "failed" && after !== null && after + 1 < from;
