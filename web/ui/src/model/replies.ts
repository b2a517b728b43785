/** Quick replies of a session: docs/protocol.md, `replies`. */

import type { LabRecord } from "./record";

export const MOST_REPLIES = 12;
export const LONGEST_REPLY = 200;

export type RepliesFault = { kind: "too-many" } | { kind: "too-long"; line: number };

export const readReplies = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string").slice(0, MOST_REPLIES) : [];

/** The replies that the newest record after `seq` sets; null when none does. */
export function repliesSince(records: readonly LabRecord[], seq: number): string[] | null {
  for (let index = records.length - 1; index >= 0; index -= 1) {
    const record = records[index] as LabRecord;
    if (record.seq <= seq) return null;
    if (record.event === "replies-changed") return readReplies(record.data?.["replies"]);
  }
  return null;
}

/** One reply on each line; empty lines are none, and of those that differ in case alone the first counts. */
export function fromLines(text: string): string[] {
  const found = new Map<string, string>();
  for (const line of text.split("\n").map((one) => one.trim())) {
    const key = line.normalize("NFC").toLowerCase();
    if (line !== "" && !found.has(key)) found.set(key, line);
  }
  return [...found.values()];
}

export function repliesFault(text: string): RepliesFault | null {
  const line = text.split("\n").findIndex((one) => [...one.trim()].length > LONGEST_REPLY);
  if (line >= 0) return { kind: "too-long", line: line + 1 };
  return fromLines(text).length > MOST_REPLIES ? { kind: "too-many" } : null;
}
