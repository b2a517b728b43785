/**
 * Which of the held records are drawn: a window of some hundreds of rows, that follows the newest or stays where one
 * reads.
 */

import { moved, type Rows, rowEnd, rowStart } from "./rows";

export const PAGE = 100;
/** Most rows that are drawn at once while one reads; and while one follows, enough for the tallest screen. */
export const DRAWN = 400;
const DRAWN_FOLLOWING = 40;
/** While following, lines leave at the top in steps of so many: most draws then only add at the end. */
const STEP = 10;

export interface View {
  readonly following: boolean;
  /** First and last `seq` drawn while not following. */
  readonly from: number;
  readonly to: number;
}

/** From `first` to `last`; nothing when `last < first`. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** What is held, and how it stands in rows. */
export interface Held extends Stretch {
  readonly rows: Rows;
}

export const followingView: View = { following: true, from: 0, to: 0 };

const readingView = (from: number, rows: Rows): View => ({ following: false, from, to: moved(rows, from, DRAWN - 1) });

/** With a record in it that somebody wants to see, and what stands around it. */
export const around = (seq: number, { rows }: Held): View =>
  readingView(Math.max(1, moved(rows, seq, -PAGE / 2)), rows);

export function shown(view: View, held: Held): Stretch {
  const { rows, last } = held;
  if (view.following)
    return { first: rowStart(rows, Math.max(held.first, stepped(moved(rows, last, 1 - DRAWN_FOLLOWING)))), last };
  const first = rowStart(rows, Math.max(held.first, view.from));
  const most = moved(rows, first, DRAWN) - 1;
  return { first, last: Math.min(last, most, rowEnd(rows, Math.max(view.to, first))) };
}

const stepped = (seq: number): number => Math.floor((seq - 1) / STEP) * STEP + 1;

/** The reader left the bottom: keep what is drawn, and let it grow downwards while there is room. */
export const stay = (view: View, held: Held): View =>
  view.following ? readingView(shown(view, held).first, held.rows) : view;

/** One page further up. Records far below are dropped. */
export function up(view: View, held: Held): View {
  const now = shown(stay(view, held), held);
  return readingView(Math.max(1, moved(held.rows, now.first, -PAGE)), held.rows);
}

/** One page further down; at the end, follow. */
export function down(view: View, held: Held): View {
  if (view.following) return view;
  const now = shown(view, held);
  if (now.last >= held.last) return followingView;
  const to = moved(held.rows, now.last, PAGE);
  return { following: false, from: Math.max(now.first, moved(held.rows, to, 1 - DRAWN)), to };
}

/** The row of `seq` was folded or unfolded: it stays where it is, and there is room below it. */
export function refolded(view: View, before: Held, after: Held, seq: number): View {
  return readingView(Math.max(shown(view, before).first, moved(after.rows, seq, -PAGE)), after.rows);
}
