/** Quick replies of a session: docs/protocol.md, `replies`. */

import type { LabRecord } from "./record";

export const MOST_REPLIES = 12;
export const LONGEST_REPLY = 200;

export type RepliesFault = { kind: "too-many" } | { kind: "too-long"; line: number };

export const readReplies = (value: unknown): string[] =>
  Array.isArray(value)
    ? eachOnce(value.filter((one): one is string => typeof one === "string")).slice(0, MOST_REPLIES)
    : [];

/** Of those that differ in case alone, or in how an accent is composed, the first; as the bridge takes them. */
function eachOnce(replies: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const reply of replies) {
    const composed = reply.normalize("NFC");
    const key = composed.toUpperCase().toLowerCase().normalize("NFC");
    if (!found.has(key)) found.set(key, composed);
  }
  return [...found.values()];
}

/** The replies that the newest record after `seq` sets; null when none does. */
export function repliesSince(records: readonly LabRecord[], seq: number): string[] | null {
  for (let index = records.length - 1; index >= 0; index -= 1) {
    const record = records[index] as LabRecord;
    if (record.seq <= seq) return null;
    if (record.event === "replies-changed") return readReplies(record.data?.["replies"]);
  }
  return null;
}

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** One reply on each line; empty lines are none, and what stands twice counts once. */
export const fromLines = (text: string): string[] => eachOnce(linesOf(text));

/** How many lines say again what an earlier one says. */
export const doubled = (text: string): number => linesOf(text).length - fromLines(text).length;

export function repliesFault(text: string): RepliesFault | null {
  const line = text.split("\n").findIndex((one) => [...one.trim()].length > LONGEST_REPLY);
  if (line >= 0) return { kind: "too-long", line: line + 1 };
  return fromLines(text).length > MOST_REPLIES ? { kind: "too-many" } : null;
}
