/** A line that stays where it is while others come and go around it. */

export interface Anchor {
  readonly line: HTMLElement;
  readonly top: number;
}

/** Records and closed folds: the line of an open fold sticks to the top, whatever moves below it. */
const LINES = "[data-seq], .fold:not([open]) > [data-fold]";

/** The first line in sight. */
export function anchorIn(scroller: HTMLElement): Anchor | null {
  const edge = scroller.getBoundingClientRect().top;
  for (const line of scroller.querySelectorAll<HTMLElement>(LINES)) {
    const { top, bottom } = line.getBoundingClientRect();
    if (bottom > edge) return { line, top };
  }
  return null;
}

/** Bring the line back to where it was. */
export function returnTo(scroller: HTMLElement, { line, top }: Anchor): void {
  const distance = line.isConnected ? line.getBoundingClientRect().top - top : 0;
  if (distance !== 0) scroller.scrollTop += distance;
}

/** So near to the end, in pixels, one is there. */
const NEAR_END = 40;

export const isAtEnd = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean =>
  scrollHeight - scrollTop - clientHeight < NEAR_END;
