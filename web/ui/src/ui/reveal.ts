/** Where parts of a page stand one below the other, what was asked for may be out of sight. */

const prefersCalm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Whether a part begins in the upper half of the screen, where it is seen without looking for it. */
function isInSight(part: HTMLElement): boolean {
  const { top } = part.getBoundingClientRect();
  return top >= 0 && top < window.innerHeight / 2;
}

/** Scroll to a part, and move the focus there. */
export function reveal(part: HTMLElement | null, block: ScrollLogicalPosition): void {
  part?.focus({ preventScroll: true });
  part?.scrollIntoView({ behavior: prefersCalm() ? "instant" : "smooth", block });
}

/** The same, but what is in sight stays where it is, and so does the focus. */
export function revealIfHidden(part: HTMLElement | null): void {
  if (part && !isInSight(part)) reveal(part, "start");
}
