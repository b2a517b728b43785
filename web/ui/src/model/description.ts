/**
 * What a device says about itself: docs/protocol.md, "Description". Commands that take an argument (sliders, choices,
 * texts) are no words that can be sent alone. Pure.
 */

import { isObject, type Json, type JsonObject } from "./record";

/** Whether data is a description, and so neither telemetry nor the columns of a table. */
export function isDescription(data: JsonObject | undefined): data is JsonObject {
  if (typeof data?.["device"] !== "string") return false;
  const { commands, values } = data;
  return Array.isArray(commands) || (Array.isArray(values) && (values.length === 0 || values.some(isObject)));
}

/** The words that can be sent alone: buttons, both ways of a switch, and commands that are plain strings. */
export function wordsOf(commands: Json | undefined): string[] {
  const entries: readonly Json[] = Array.isArray(commands) ? commands : [];
  const words = entries.flatMap((entry) => (isObject(entry) ? wordsOfEntry(entry) : [entry]));
  return [...new Set(words.filter((word): word is string => typeof word === "string" && word !== ""))];
}

function wordsOfEntry({ kind, word, off }: Record<string, unknown>): unknown[] {
  if (kind === "switch") return typeof word === "string" && typeof off === "string" ? [word, off] : [];
  return kind === "button" ? [word] : [];
}

/** Every command in a word, for people to read. */
export const wordsToRead = (commands: readonly Json[]): Json[] =>
  commands.flatMap((entry): readonly Json[] => {
    if (!isObject(entry)) return [entry];
    const alone = wordsOf([entry as JsonObject]);
    return alone.length > 0 ? alone : [(entry as JsonObject)["word"] ?? (entry as JsonObject)];
  });
