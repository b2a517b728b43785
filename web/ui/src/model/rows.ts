/**
 * What stands in the list, counted in rows: a record is one, a closed fold is one however many it holds, an open one is
 * as many as it holds. Before the first and behind the last that is held, every `seq` counts as a row. Pure.
 */

/** The first `seq` of every row, ascending, and at last the `seq` behind the end. */
export type Rows = readonly number[];

/** A list in which nothing is folded. */
export const plainRows = (first: number, last: number): Rows =>
  Array.from({ length: Math.max(0, last - first + 1) + 1 }, (_, row) => first + row);

/** The `seq` with which the row begins that is `by` rows further down than the one of `seq`. */
export const moved = (rows: Rows, seq: number, by: number): number => startOf(rows, rowOf(rows, seq) + by);

/** The first `seq` of the row that `seq` is in. */
export const rowStart = (rows: Rows, seq: number): number => moved(rows, seq, 0);

/** The last `seq` of the row that `seq` is in. */
export const rowEnd = (rows: Rows, seq: number): number => moved(rows, seq, 1) - 1;

function startOf(rows: Rows, row: number): number {
  const behind = rows.length - 1;
  if (row < 0) return (rows[0] ?? 1) + row;
  return row <= behind ? (rows[row] ?? 1) : (rows[behind] ?? 1) + row - behind;
}

function rowOf(rows: Rows, seq: number): number {
  const [first = 1, end = 1] = [rows[0], rows.at(-1)];
  if (seq < first) return seq - first;
  if (seq >= end) return rows.length - 1 + seq - end;
  let [low, high] = [0, rows.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((rows[middle] as number) <= seq) low = middle;
    else high = middle;
  }
  return low;
}
