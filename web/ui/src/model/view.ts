/** Which of the held records are drawn: a window of some hundreds, that follows the newest or stays where one reads. */

export const PAGE = 100;
/** Most records that are drawn at once while one reads; and while one follows, enough for the tallest screen. */
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

/** What is held: from `first` to `last`; nothing when `last < first`. */
export interface Held {
  readonly first: number;
  readonly last: number;
}

/** With a record in it that somebody wants to see, and what stands around it. */
export function around(seq: number): View {
  const from = Math.max(1, seq - PAGE / 2);
  return { following: false, from, to: from + DRAWN - 1 };
}

export const followingView: View = { following: true, from: 0, to: 0 };

export function shown(view: View, held: Held): Held {
  if (view.following) return { first: Math.max(held.first, stepped(held.last - DRAWN_FOLLOWING) + 1), last: held.last };
  const first = Math.max(held.first, view.from);
  return { first, last: Math.min(held.last, Math.max(view.to, first)) };
}

const stepped = (seq: number): number => Math.floor(seq / STEP) * STEP;

/** The reader left the bottom: keep what is drawn, and let it grow downwards while there is room. */
export function stay(view: View, held: Held): View {
  if (!view.following) return view;
  const { first } = shown(view, held);
  return { following: false, from: first, to: first + DRAWN - 1 };
}

/** One page further up, at the cost of what is far below. */
export function up(view: View, held: Held): View {
  const now = shown(stay(view, held), held);
  const from = Math.max(1, now.first - PAGE);
  return { following: false, from, to: from + DRAWN - 1 };
}

/** One page further down; at the end, follow. */
export function down(view: View, held: Held): View {
  if (view.following) return view;
  const now = shown(view, held);
  if (now.last >= held.last) return followingView;
  const to = now.last + PAGE;
  return { following: false, from: Math.max(now.first, to - DRAWN + 1), to };
}
