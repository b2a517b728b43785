/** Which rows of a long list are in sight. All rows are equally high. */

const AROUND = 6;

/** The first row to draw, and the one after the last. */
export function windowOf(rows: number, top: number, height: number, row: number): { first: number; last: number } {
  const last = Math.min(rows, Math.ceil((top + height) / row) + AROUND);
  const most = Math.ceil(height / row) + 2 * AROUND;
  // The place may be behind the end for a moment, when the list became shorter.
  const first = Math.max(0, Math.min(Math.floor(top / row) - AROUND, rows - most));
  return { first, last: Math.max(first, last) };
}

/** The index of the first element with this `n` or a greater one, in a list ordered by `n`; its length when there is none. */
export function indexFrom(list: readonly { readonly n: number }[], n: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.n ?? n) < n) low = middle + 1;
    else high = middle;
  }
  return low;
}
