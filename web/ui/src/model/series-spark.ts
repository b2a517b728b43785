/** The path of a sparkline: the newest points in a small box, evenly spaced, the newest at the right. Pure. */

import { type Points, thin } from "./series";
import { spanOf } from "./series-scale";

/** How many of the newest points are drawn. */
const NEWEST = 120;
const DRAWN = 60;

/** An SVG path in a box of `width` by `height`, of values in `unit`; empty when there is no line to draw. */
export function sparkPath({ t, v }: Points, width: number, height: number, unit = ""): string {
  const points = thin({ t: t.slice(-NEWEST), v: v.slice(-NEWEST) }, DRAWN);
  if (points.t.length < 2) return "";
  const step = width / (points.v.length - 1);
  const y = scale(points.v, height, unit);
  return points.v
    .map((value, index) => `${index === 0 ? "M" : "L"}${round(index * step)} ${round(height - y(value))}`)
    .join("");
}

/** As in the chart, noise stays small, and a line that never changes runs through the middle. */
function scale(values: readonly number[], length: number, unit: string): (value: number) => number {
  const { low, high } = spanOf(unit, { low: Math.min(...values), high: Math.max(...values) });
  const span = high - low;
  return (value) => round(Number.isFinite(span) && span > 0 ? ((value - low) / span) * length : length / 2);
}

const round = (value: number): number => Math.round(value * 10) / 10;
