/** Where the line "new since you looked away" stands. */

export interface Attention {
  /** The viewer is elsewhere: the page is hidden, or an older place is read. */
  readonly away: boolean;
  /** The last `seq` that was there when the viewer looked away; null when nothing is new. */
  readonly mark: number | null;
}

export const attentive: Attention = { away: false, mark: null };

/** Records from now on are new. An earlier mark stays until the viewer has come back. */
export const lookAway = (attention: Attention, last: number): Attention =>
  attention.away ? attention : { away: true, mark: last };

export const lookBack = (attention: Attention): Attention =>
  attention.away ? { ...attention, away: false } : attention;

/** The record that the line stands before; null when there is none. */
export const firstNew = ({ mark }: Attention, last: number): number | null =>
  mark !== null && last > mark && mark > 0 ? mark + 1 : null;
