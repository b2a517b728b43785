/** Data as people read it: each key with its value, numbers without false precision, the rest untouched. */

import { isDescription, wordsOf, wordsToRead } from "./description";
import { jsonText } from "./json";
import { MAX_LIST } from "./paths";
import type { Json, JsonObject } from "./record";
import { unitOf } from "./series";

/** What values and well-known keys are called in the reader's language. */
export interface ValueWords {
  readonly yes: string;
  readonly no: string;
  readonly keys: Readonly<Record<string, string>>;
}

export interface Reading {
  readonly key: string;
  /** What people call the key. */
  readonly label: string;
  readonly value: string;
  /** Exactly what came. */
  readonly exact: string;
  /** A number has the unit of its key. */
  readonly isNumber: boolean;
  /** An object or a list, that is better folded. */
  readonly nested: boolean;
}

/** Where a device says `null`: it has nothing to report. */
const NO_VALUE = "—";

/** Each value of `data`. Empty lists and objects say nothing, and are left out unless nothing else is there. */
export function readings(data: JsonObject, lang: string, words: ValueWords): Reading[] {
  const entries = Object.entries(isDescription(data) ? inBrief(data) : data);
  const telling = entries.filter(([, value]) => !isEmpty(value));
  return (telling.length > 0 ? telling : entries).map(([key, value]) => ({
    key,
    label: labelOf(key, words),
    value: valueText(value, lang, words),
    exact: jsonText(data[key] ?? value),
    isNumber: typeof value === "number" || typeof value === "bigint",
    nested: typeof value === "object" && value !== null && !isShortList(value),
  }));
}

/** A description as people read it: each command in a word. What it says about its values is for pages. */
function inBrief({ values: _values, ...data }: JsonObject): JsonObject {
  const { commands } = data;
  return Array.isArray(commands) ? { ...data, commands: wordsToRead(commands) } : data;
}

/** What people call a key: its own name, unless everybody knows it. */
export const labelOf = (key: string, words: ValueWords): string =>
  Object.hasOwn(words.keys, key) ? (words.keys[key] ?? key) : key;

export function valueText(value: Json, lang: string, words: ValueWords): string {
  if (value === null) return NO_VALUE;
  if (typeof value === "number") return numberText(value, lang);
  if (typeof value === "bigint") return String(value);
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (isShortList(value)) return value.map((one) => valueText(one, lang, words)).join(", ");
  return typeof value === "string" ? value : jsonText(value);
}

/** In as few words as can be: "23.5 °C", "on: yes". */
export function briefly({ key, label, value, isNumber }: Reading): string {
  const unit = isNumber ? unitOf(key) : "";
  return unit ? `${value} ${unit}` : `${label}: ${value}`;
}

/** Something that a device obeys, by its announcement: docs/protocol.md. Empty when it announces nothing. */
export function commandToTry({ device, commands }: JsonObject, lampOn: string): string {
  const [first] = wordsOf(commands);
  if (first === undefined) return "";
  return device === "lamp" && first === "on" ? lampOn : first;
}

const isEmpty = (value: Json): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0;

const isShortList = (value: Json): value is readonly Json[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.length <= MAX_LIST &&
  value.every((one) => typeof one !== "object" || one === null);

/** 23.456789 -> 23.46; 0.0012345 -> 0.00123; 3.9e-8 -> 3.9 × 10⁻⁸; whole numbers as they are, while they are exact. */
export function numberText(value: number, lang: string): string {
  if (Number.isSafeInteger(value)) return String(value);
  const size = Math.abs(value);
  if (size < 1e-6) return powerText(value, 3, lang);
  if (size >= 1e15) return powerText(value, 6, lang);
  return new Intl.NumberFormat(lang, { useGrouping: false, ...precisionOf(size) }).format(value);
}

/** A number in scientific notation, with at most `digits` significant digits. */
function powerText(value: number, digits: number, lang: string): string {
  const [factor, power] = value.toExponential(digits - 1).split("e");
  const raised = [...String(Number(power))].map((char) => SUPERSCRIPTS[char] ?? "").join("");
  return `${new Intl.NumberFormat(lang, { maximumFractionDigits: digits - 1 }).format(Number(factor))} × 10${raised}`;
}

const SUPERSCRIPTS: Readonly<Record<string, string>> = Object.fromEntries(
  [..."-0123456789"].map((char, index) => [char, "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"[index] ?? ""]),
);

function precisionOf(size: number): Intl.NumberFormatOptions {
  if (size < 1) return { maximumSignificantDigits: 3 };
  return { maximumFractionDigits: size < 1000 ? 2 : 1 };
}
