/** Which stretch of time is shown, and how it is zoomed and moved. Pure; milliseconds since 1970. */

export type Range =
  /** The latest `ms`, moving on. */
  | { readonly kind: "last"; readonly ms: number }
  /** From the first point to the newest. */
  | { readonly kind: "all" }
  /** Chosen by hand; stands still. */
  | { readonly kind: "fixed"; readonly from: number; readonly to: number };

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export const FIVE_MINUTES: Range = { kind: "last", ms: 5 * 60_000 };
export const ONE_HOUR: Range = { kind: "last", ms: 60 * 60_000 };
export const ALL: Range = { kind: "all" };

/** Nobody needs to see less than this, and an axis has to have a length. */
export const SHORTEST = 1_000;

/** The stretch that `range` is now. `extent` spans all points; null when there is none. */
export function stretchOf(range: Range, extent: Stretch | null, now: number): Stretch {
  if (range.kind === "fixed") return { from: range.from, to: range.to };
  if (range.kind === "last") return { from: now - range.ms, to: now };
  const { from, to } = extent ?? { from: now - 60_000, to: now };
  return wideEnough(from, Math.max(to, now));
}

/** Make it `factor` times as long around its middle: 0.5 zooms in, 2 out. */
export function zoom({ from, to }: Stretch, factor: number): Range {
  const middle = (from + to) / 2;
  const half = ((to - from) * factor) / 2;
  return fixed(middle - half, middle + half);
}

/** Move by a part of its own length: -0.25 is a quarter back. */
export function pan({ from, to }: Stretch, part: number): Range {
  const way = (to - from) * part;
  return fixed(from + way, to + way);
}

export const fixed = (from: number, to: number): Range => ({ kind: "fixed", ...wideEnough(from, to) });

function wideEnough(from: number, to: number): Stretch {
  if (to - from >= SHORTEST) return { from, to };
  const middle = (from + to) / 2;
  return { from: middle - SHORTEST / 2, to: middle + SHORTEST / 2 };
}

/** From the first to the last point of all of them; null when there is none. */
export function extentOf(lines: readonly { readonly t: readonly number[] }[]): Stretch | null {
  const some = lines.filter(({ t }) => t.length > 0);
  if (some.length === 0) return null;
  const from = Math.min(...some.map(({ t }) => t[0] as number));
  return { from, to: Math.max(...some.map(({ t }) => t.at(-1) as number)) };
}
