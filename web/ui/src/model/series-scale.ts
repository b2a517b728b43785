/** The scales of a chart: one a unit, how far each reaches, and which have an axis. Pure. */

import type { Rule } from "./rules";

/** The least that a scale spans, so that the noise of a sensor does not fill the chart. */
const LEAST_SPAN: Readonly<Record<string, number>> = {
  "°C": 5,
  "°F": 10,
  K: 5,
  "%": 10,
  hPa: 10,
  lx: 100,
  V: 1,
  A: 0.5,
  W: 5,
  cm: 10,
  m: 1,
  "°": 30,
  dB: 10,
};
/** Of other units: this part of the greatest value, or 1 where all are about nought. */
const LEAST_PART = 0.05;
/** What stays free above and below. */
const MARGIN = 0.06;
/** A rule's number is shown when the scale becomes no more than this much longer. */
const REACH = 3;

export interface Span {
  readonly low: number;
  readonly high: number;
}

/** How far a scale reaches for values from `low` to `high`; `marks` are numbers that are shown if they are near. */
export function spanOf(unit: string, { low, high }: Span, marks: readonly number[] = []): Span {
  const least = LEAST_SPAN[unit] ?? leastOf(Math.max(Math.abs(low), Math.abs(high)));
  const reach = REACH * Math.max(high - low, least);
  const near = marks.filter((mark) => Math.max(high, mark) - Math.min(low, mark) <= reach);
  const [from, to] = [Math.min(low, ...near), Math.max(high, ...near)];
  const more = Math.max(0, least - (to - from)) / 2;
  const margin = MARGIN * Math.max(to - from, least);
  return { low: from - more - margin, high: to + more + margin };
}

const leastOf = (size: number): number => (size < 1e-9 ? 1 : LEAST_PART * size);

/** Where the axis of a scale stands: the first left, further ones right. `none`: there is no room for it. */
export type AxisPlace = "left" | "right" | "none";

export interface Axis {
  readonly unit: string;
  readonly place: AxisPlace;
}

/** The axes of a chart with series of these units, in the order in which they appear; `most` have room. */
export const axesOf = (units: readonly string[], most: number): Axis[] =>
  [...new Set(units)].map((unit, number) => ({ unit, place: placeOf(number, most) }));

function placeOf(number: number, most: number): AxisPlace {
  if (number >= most) return "none";
  return number === 0 ? "left" : "right";
}

/** A rule's number in a chart, drawn in the line of its series. */
export interface Threshold {
  readonly unit: string;
  readonly value: number;
  readonly operator: Rule["operator"];
  /** Of the series among all, for its colour. */
  readonly index: number;
}
