/** Data as people read it: each key with its value, numbers without false precision, the rest untouched. */

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
  /** An object or a list, that is better folded. */
  readonly nested: boolean;
}

/** A longer list is folded. */
const SHORT_LIST = 16;

/** Each value of `data`. Empty lists and objects say nothing, and are left out unless nothing else is there. */
export function readings(data: JsonObject, lang: string, words: ValueWords): Reading[] {
  const entries = Object.entries(data);
  const telling = entries.filter(([, value]) => !isEmpty(value));
  return (telling.length > 0 ? telling : entries).map(([key, value]) => ({
    key,
    label: labelOf(key, words),
    value: valueText(value, lang, words),
    exact: JSON.stringify(value),
    nested: typeof value === "object" && value !== null && !isShortList(value),
  }));
}

/** What people call a key: its own name, unless everybody knows it. */
export const labelOf = (key: string, words: ValueWords): string =>
  Object.hasOwn(words.keys, key) ? (words.keys[key] ?? key) : key;

export function valueText(value: Json, lang: string, words: ValueWords): string {
  if (typeof value === "number") return numberText(value, lang);
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (isShortList(value)) return value.map((one) => valueText(one, lang, words)).join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** In as few words as can be: "23.5 °C", "on: yes". */
export function briefly({ key, label, value }: Reading): string {
  const unit = unitOf(key);
  return unit ? `${value} ${unit}` : `${label}: ${value}`;
}

/** Something that a device obeys, by its announcement: docs/protocol.md. Empty when it announces nothing. */
export function commandToTry({ device, commands }: JsonObject, lampOn: string): string {
  const [first] = Array.isArray(commands) ? (commands as readonly Json[]) : [];
  if (typeof first !== "string") return "";
  return device === "lamp" && first === "on" ? lampOn : first;
}

const isEmpty = (value: Json): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0;

const isShortList = (value: Json): value is readonly Json[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.length <= SHORT_LIST &&
  value.every((one) => typeof one !== "object" || one === null);

/** 23.456789 -> 23.46; 0.0012345 -> 0.00123; whole numbers as they are. */
export function numberText(value: number, lang: string): string {
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  if (size < 1e-6 || size >= 1e15) return String(value);
  return new Intl.NumberFormat(lang, { useGrouping: false, ...precisionOf(size) }).format(value);
}

function precisionOf(size: number): Intl.NumberFormatOptions {
  if (size < 1) return { maximumSignificantDigits: 3 };
  return { maximumFractionDigits: size < 1000 ? 2 : 1 };
}
