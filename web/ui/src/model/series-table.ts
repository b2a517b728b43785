/** What a chart shows, as a table: one row per moment, one column per series. Pure. */

import { type Points, type Series, unitOfSeries } from "./series";
import type { Stretch } from "./series-range";

export interface Row {
  readonly t: number;
  /** null where a series says nothing at this moment. */
  readonly cells: readonly (number | null)[];
}

export interface Table {
  /** `sensor-1 temperature (°C)`. */
  readonly columns: readonly string[];
  /** Ascending. */
  readonly rows: readonly Row[];
}

export function columnName(series: Pick<Series, "role" | "key" | "unit">): string {
  const { role, key } = series;
  const unit = unitOfSeries(series);
  return unit ? `${role} ${key} (${unit})` : `${role} ${key}`;
}

export function tableOf(chosen: readonly Series[], { from, to }: Stretch): Table {
  const seen = chosen.map((series) =>
    slice(
      series,
      series.t.findIndex((at) => at >= from),
      series.t.findLastIndex((at) => at <= to) + 1,
    ),
  );
  return { columns: chosen.map(columnName), rows: align(seen) };
}

/** One row per moment, ascending. What a series says several times in one millisecond takes as many rows. */
export function align(lines: readonly Points[]): Row[] {
  const moments = new Map<number, (number | null)[][]>();
  lines.forEach(({ t, v }, column) => {
    let place = 0;
    t.forEach((at, index) => {
      place = at === t[index - 1] ? place + 1 : 0;
      const rows = moments.get(at) ?? [];
      const cells = rows[place] ?? lines.map(() => null);
      cells[column] = v[index] as number;
      rows[place] = cells;
      moments.set(at, rows);
    });
  });
  const ascending = [...moments].sort(([one], [other]) => one - other);
  return ascending.flatMap(([t, rows]) => rows.map((cells) => ({ t, cells })));
}

const slice = ({ t, v }: Points, first: number, end: number): Points =>
  first < 0 ? { t: [], v: [] } : { t: t.slice(first, end), v: v.slice(first, end) };

/** The value at the moment nearest to `at`; null when there is none. */
export function nearest({ t, v }: Points, at: number): number | null {
  let [low, high] = [0, t.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((t[middle] as number) < at) low = middle + 1;
    else high = middle;
  }
  const before = low > 0 && at - (t[low - 1] as number) < Math.abs((t[low] ?? Infinity) - at);
  return v[before ? low - 1 : low] ?? null;
}

/** The part that is seen, with the neighbour on each side, so that lines run to the edge. */
export function cut(points: Points, { from, to }: Stretch): Points {
  const first = points.t.findIndex((at) => at >= from);
  const last = points.t.findLastIndex((at) => at <= to);
  return slice(points, Math.max(0, (first < 0 ? points.t.length : first) - 1), last + 2);
}
