/**
 * What a text of a device says: the value that it is, or what keeps it from being one. Pure. The same rule as
 * chat/readings.py, held to it by tests/chat/payloads.json.
 */

import type { Json, JsonObject } from "./record";

/** The name of the value that a text is. */
export const VALUE = "value";
const MAX_PLAIN = 32;

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const WORDS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["false", false],
  ["on", true],
  ["off", false],
]);

/** The number or the switch's state that a text is, also between quotation marks; null when it is neither. */
export function plainValue(text: string): number | boolean | null {
  const trimmed = [...text].length <= MAX_PLAIN ? text.replace(/^[ \t\r\n\0]+|[ \t\r\n\0]+$/g, "") : "";
  const said = /^".*"$/s.test(trimmed) && trimmed.length > 1 ? trimmed.slice(1, -1).replace(/^ +| +$/g, "") : trimmed;
  const word = WORDS.get(said.toLowerCase());
  if (word !== undefined) return word;
  if (!NUMBER.test(said)) return null;
  const number = Number(said);
  return Number.isFinite(number) ? number : null;
}

/** What to change in a text that was meant to be data. */
export type Hint = "single-quotes" | "not-a-number" | "trailing-comma" | "decimal-comma" | "unquoted-key" | "bad-json";

/** The first fault of a text that looks like JSON or like a number, and is neither; null when it looks like neither. */
export function hintOf(text: string): Hint | null {
  const said = text.trim();
  if (/^[+-]?\d+,\d+$/.test(said)) return "decimal-comma";
  if (!/^[{[].*[}\]]$/s.test(said) || isJson(said)) return null;
  const outside = said.replace(/"(?:[^"\\]|\\.)*"/gs, '""');
  if (/[{,]\s*'|:\s*'/.test(outside)) return "single-quotes";
  if (/\b(?:nan|inf|infinity|none|undefined)\b/i.test(outside)) return "not-a-number";
  if (/,\s*[}\]]/.test(outside)) return "trailing-comma";
  if (/:\s*[+-]?\d+,\d+\s*[,}]/.test(outside)) return "decimal-comma";
  return /[{,]\s*[A-Za-z_]\w*\s*:/.test(outside) ? "unquoted-key" : "bad-json";
}

/** The same of a payload as it was published: of the text that becomes its record's. What people write has an `id`. */
export function hintOfPayload(payload: string): Hint | null {
  const value = parsed(payload);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return hintOf(payload);
  const { text, id } = value as JsonObject;
  return typeof text === "string" && typeof id !== "string" ? hintOf(text) : null;
}

const isJson = (text: string): boolean => parsed(text) !== undefined;

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
