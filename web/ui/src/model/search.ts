/** What a search has found so far, from the lines that the lab sends: docs/protocol.md, `GET /api/search`. Pure. */

import { parseJson } from "./json";
import { isObject, type LabRecord, readRecord } from "./record";

export interface Hit {
  readonly session: string;
  /** The name of its archive, when the session is set aside; else empty. */
  readonly archived: string;
  readonly record: LabRecord;
}

export type SearchPhase = "idle" | "searching" | "done" | "stopped" | "busy" | "broken" | "failed";

export interface Search {
  readonly phase: SearchPhase;
  /** What was looked for. */
  readonly words: string;
  readonly hits: readonly Hit[];
  /** Bytes read, of how many. */
  readonly read: number;
  readonly of: number;
  /** There is more than was sent. */
  readonly more: boolean;
  /** Why it failed. */
  readonly why: string;
}

export const nothingSearched: Search = { phase: "idle", words: "", hits: [], read: 0, of: 0, more: false, why: "" };

export const begun = (words: string): Search => ({ ...nothingSearched, phase: "searching", words });

/** Take in lines as they come. Lines that say nothing known are passed over. */
export function heardLines(search: Search, lines: readonly string[]): Search {
  const hits: Hit[] = [];
  let next = search;
  for (const line of lines) {
    const told = parsed(line);
    const record = readRecord(told["found"]);
    const { session, archived = "" } = told;
    if (record && typeof session === "string" && typeof archived === "string") hits.push({ session, archived, record });
    if (typeof told["read"] === "number") next = { ...next, read: told["read"], of: Number(told["of"]) || 0 };
    if (told["done"] === true) next = { ...next, phase: "done", more: told["more"] === true };
  }
  return hits.length > 0 ? { ...next, hits: [...next.hits, ...hits] } : next;
}

/** The answer is at its end. Without `done` it broke off. */
export const ended = (search: Search): Search =>
  search.phase === "searching" ? { ...search, phase: "broken" } : search;

export const stopped = (search: Search): Search =>
  search.phase === "searching" ? { ...search, phase: "stopped" } : search;

export const failed = (search: Search, reason: string, why: string): Search => ({
  ...search,
  phase: reason === "busy" ? "busy" : "failed",
  why: reason === "unreachable" ? "" : why || reason,
});

/** Share of what is to be read, 0 to 1; null when it is not known. */
export const progress = ({ read, of }: Search): number | null => (of > 0 ? Math.min(1, read / of) : null);

function parsed(line: string): Record<string, unknown> {
  try {
    const value = parseJson(line);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
