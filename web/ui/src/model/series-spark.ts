/** The path of a sparkline: the newest points in a small box, evenly spaced, the newest at the right. Pure. */

import { type Points, thin } from "./series";

/** How many of the newest points are drawn. */
const NEWEST = 120;
const DRAWN = 60;

/** An SVG path in a box of `width` by `height`; empty when there is no line to draw. */
export function sparkPath({ t, v }: Points, width: number, height: number): string {
  const points = thin({ t: t.slice(-NEWEST), v: v.slice(-NEWEST) }, DRAWN);
  if (points.t.length < 2) return "";
  const step = width / (points.v.length - 1);
  const y = scale(points.v, height);
  return points.v
    .map((value, index) => `${index === 0 ? "M" : "L"}${round(index * step)} ${round(height - y(value))}`)
    .join("");
}

/** A line that never changes runs through the middle. */
function scale(values: readonly number[], length: number): (value: number) => number {
  const least = Math.min(...values);
  const span = Math.max(...values) - least;
  return (value) => round(Number.isFinite(span) && span > 0 ? ((value - least) / span) * length : length / 2);
}

const round = (value: number): number => Math.round(value * 10) / 10;
