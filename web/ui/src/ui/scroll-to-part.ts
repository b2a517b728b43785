/** Scrolls to a part of the page. On a narrow screen, where parts are stacked, it may be outside the viewport. */

const prefersReducedMotion = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Whether a part begins in the upper half of the viewport. */
function isInSight(part: HTMLElement): boolean {
  const { top } = part.getBoundingClientRect();
  return top >= 0 && top < window.innerHeight / 2;
}

/** Scroll to a part, and move the focus there. */
export function scrollToPart(part: HTMLElement | null, block: ScrollLogicalPosition): void {
  part?.focus({ preventScroll: true });
  part?.scrollIntoView({ behavior: prefersReducedMotion() ? "instant" : "smooth", block });
}

/** The same, unless the part is in sight: then neither the page nor the focus moves. */
export function scrollToHiddenPart(part: HTMLElement | null): void {
  if (part && !isInSight(part)) scrollToPart(part, "start");
}
