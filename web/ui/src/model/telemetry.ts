/** Data as people read it: each key with its value, numbers without false precision, the rest untouched. */

import type { Json, JsonObject } from "./record";

export interface Reading {
  readonly key: string;
  readonly value: string;
  /** Exactly what came. */
  readonly exact: string;
  /** An object or a list, that is better folded. */
  readonly nested: boolean;
}

export function readings(data: JsonObject, lang: string): Reading[] {
  return Object.entries(data).map(([key, value]) => ({
    key,
    value: valueText(value, lang),
    exact: JSON.stringify(value),
    nested: typeof value === "object" && value !== null,
  }));
}

export function valueText(value: Json, lang: string): string {
  if (typeof value === "number") return numberText(value, lang);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** 23.456789 -> 23.46; 0.0012345 -> 0.00123; whole numbers as they are. */
export function numberText(value: number, lang: string): string {
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  if (size < 1e-6 || size >= 1e15) return String(value);
  const digits = size >= 1000 ? { maximumFractionDigits: 1 } : size >= 1 ? { maximumFractionDigits: 2 } : { maximumSignificantDigits: 3 };
  return new Intl.NumberFormat(lang, { useGrouping: false, ...digits }).format(value);
}
