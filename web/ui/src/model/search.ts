/** What a search has found so far, from the lines that the lab sends: docs/protocol.md, `GET /api/search`. Pure. */

import { parseJson } from "./json";
import { isObject, type LabRecord, readRecord } from "./record";

export interface Hit {
  readonly session: string;
  /** The name of its archive, when the session is set aside; else empty. */
  readonly archived: string;
  readonly record: LabRecord;
}

/**
 * waiting: in the queue; broken: the answer ended early; replaced: the same person began another search; busy: the lab
 * takes no more searches.
 */
export type SearchPhase =
  | "idle"
  | "waiting"
  | "searching"
  | "done"
  | "stopped"
  | "busy"
  | "replaced"
  | "broken"
  | "failed";

export interface Search {
  readonly phase: SearchPhase;
  /** The words searched for. */
  readonly words: string;
  readonly hits: readonly Hit[];
  /** Searches that come first, while it waits. */
  readonly ahead: number;
  /** Bytes read, of how many. */
  readonly read: number;
  readonly of: number;
  /** There is more than was sent. */
  readonly more: boolean;
  /** Why it failed. */
  readonly why: string;
}

export const nothingSearched: Search = {
  phase: "idle",
  words: "",
  hits: [],
  ahead: 0,
  read: 0,
  of: 0,
  more: false,
  why: "",
};

/** Whether it may still find something. */
export const isRunning = ({ phase }: Search): boolean => phase === "waiting" || phase === "searching";

export const startedSearch = (words: string): Search => ({ ...nothingSearched, phase: "searching", words });

/** Add lines as they arrive. Unknown lines are ignored. */
export function addLines(search: Search, lines: readonly string[]): Search {
  const hits: Hit[] = [];
  let next = search;
  for (const line of lines) {
    const document = parsed(line);
    const hit = hitIn(document);
    if (hit) hits.push(hit);
    next = advanced(next, document);
  }
  return hits.length > 0 ? { ...next, hits: [...next.hits, ...hits] } : next;
}

function hitIn({ found, session, archived = "" }: Record<string, unknown>): Hit | null {
  const record = readRecord(found);
  return record && typeof session === "string" && typeof archived === "string" ? { session, archived, record } : null;
}

/** How far the search is after this line. */
function advanced(search: Search, { waiting, found, read, of, done, more, error }: Record<string, unknown>): Search {
  if (typeof waiting === "number") return { ...search, phase: "waiting", ahead: waiting };
  if (isObject(error)) return failed(search, String(error["reason"] ?? ""), String(error["detail"] ?? ""));
  if (done === true) return { ...search, phase: "done", more: more === true };
  const isTurn = search.phase === "waiting" && (found !== undefined || read !== undefined);
  const now: Search = isTurn ? { ...search, phase: "searching" } : search;
  return typeof read === "number" ? { ...now, read, of: Number(of) || 0 } : now;
}

/** The answer has ended. Without `done` it is incomplete. */
export const ended = (search: Search): Search => (isRunning(search) ? { ...search, phase: "broken" } : search);

export const stopped = (search: Search): Search => (isRunning(search) ? { ...search, phase: "stopped" } : search);

export const failed = (search: Search, reason: string, why: string): Search => ({
  ...search,
  phase: reason === "busy" || reason === "replaced" ? reason : "failed",
  why: reason === "unreachable" ? "" : why || reason,
});

/** The part that is read, 0 to 1; null when it is not known. */
export const progress = ({ read, of }: Search): number | null => (of > 0 ? Math.min(1, read / of) : null);

function parsed(line: string): Record<string, unknown> {
  try {
    const value = parseJson(line);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
