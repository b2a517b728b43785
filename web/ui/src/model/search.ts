/** What a search has found so far, from the lines that the lab sends: docs/protocol.md, `GET /api/search`. Pure. */

import { isObject, readRecord, type LabRecord } from "./record";

export interface Hit {
  readonly session: string;
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
    if (record && typeof told["session"] === "string") hits.push({ session: told["session"], record });
    if (typeof told["read"] === "number") next = { ...next, read: told["read"], of: Number(told["of"]) || 0 };
    if (told["done"] === true) next = { ...next, phase: "done", more: told["more"] === true };
  }
  return hits.length > 0 ? { ...next, hits: [...next.hits, ...hits] } : next;
}

/** The answer is at its end. Without `done` it broke off. */
export const ended = (search: Search): Search => (search.phase === "searching" ? { ...search, phase: "broken" } : search);

export const stopped = (search: Search): Search => (search.phase === "searching" ? { ...search, phase: "stopped" } : search);

export const failed = (search: Search, reason: string, why: string): Search =>
  ({ ...search, phase: reason === "busy" ? "busy" : "failed", why: reason === "unreachable" ? "" : why || reason });

/** Share of what is to be read, 0 to 1; null when it is not known. */
export const progress = ({ read, of }: Search): number | null => (of > 0 ? Math.min(1, read / of) : null);

function parsed(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

export interface Piece {
  readonly text: string;
  readonly isFound: boolean;
}

/** Cut a text where the words stand in it, whatever their case; the pieces make it up again. */
export function cutAtWords(text: string, words: string): Piece[] {
  const wanted = words.trim();
  if (!wanted) return [{ text, isFound: false }];
  const parts = text.split(new RegExp(`(${wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")})`, "giu"));
  return parts.map((part, index) => ({ text: part, isFound: index % 2 === 1 })).filter((piece) => piece.text !== "");
}

/** The stretch of a long text around the first place of the words. */
export function aroundWords(text: string, words: string, most = 300): string {
  if (text.length <= most) return text;
  const at = Math.max(0, text.toLowerCase().indexOf(words.trim().toLowerCase()));
  const from = Math.max(0, Math.min(at - Math.floor(most / 3), text.length - most));
  return `${from > 0 ? "…" : ""}${text.slice(from, from + most)}${from + most < text.length ? "…" : ""}`;
}
