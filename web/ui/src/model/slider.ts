/** The numbers of a slider, and of a gauge: what is sent, and where on its line a value stands. Pure. */

import type { SliderCommand } from "./description";

/** Steps of a slider that names none, for the arrow keys. */
const STEPS = 100;

interface Bounds {
  readonly least: number;
  readonly greatest: number;
}

export const stepOf = ({ step, least, greatest }: SliderCommand): number => step ?? tidy((greatest - least) / STEPS);

/** The greatest power of ten that is not above a length: a step that people can read. */
const tidy = (length: number): number => 10 ** Math.floor(Math.log10(length) + 1e-9);

/** A number as devices read it: digits with a point, no exponent, no more decimals than the slider has. */
export function numberToSend(slider: SliderCommand, value: number): string {
  const within = Math.min(Math.max(value, slider.least), slider.greatest);
  const text = within.toFixed(Math.max(decimalsOf(stepOf(slider)), decimalsOf(slider.least)));
  const short = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return short === "-0" ? "0" : short;
}

/** 0.25 has two decimals; at most as many as JavaScript writes without an exponent. */
function decimalsOf(value: number): number {
  const [digits = "", power = "0"] = String(value).split("e");
  const written = digits.split(".")[1]?.length ?? 0;
  return Math.min(Math.max(written - Number(power), 0), 20);
}

/** Where a value stands between two bounds, from 0 to 1. */
export function partOf(value: number, { least, greatest }: Bounds): number {
  return Math.min(Math.max((value - least) / (greatest - least), 0), 1);
}

export type Beyond = "below" | "above" | "";

/** Whether a value is outside of its bounds. */
export function beyond(value: number, { least, greatest }: Bounds): Beyond {
  if (value < least) return "below";
  return value > greatest ? "above" : "";
}
