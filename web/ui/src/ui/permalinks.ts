/**
 * The time of a record is the link to it. One click copies; in the list one goes from record to record, or fold, by the arrows,
 * so that hundreds of them don't stand between the header and the message one writes.
 */

const LINK = "a.permalink";
const FOLD = "summary[data-fold]";
const STOP = `${LINK}, ${FOLD}`;

/** The `seq` of the clicked link; null for a click elsewhere. The browser handles clicks with a modifier key. */
export function clickedLink(event: MouseEvent): number | null {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return null;
  const link = event.target instanceof Element ? event.target.closest<HTMLElement>(LINK) : null;
  return link ? Number(link.closest<HTMLElement>("[data-seq]")?.dataset["seq"]) : null;
}

/** The `seq` of the clicked fold; null for a click elsewhere. */
export function clickedFold(event: MouseEvent): number | null {
  const line = event.target instanceof Element ? event.target.closest<HTMLElement>(FOLD) : null;
  return line ? Number(line.dataset["fold"]) : null;
}

const STEPS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

/** Enter on the list goes to the last record that is in sight, the arrows to its neighbours. True when it was ours. */
export function moveAmongLinks(scroller: HTMLElement, key: string): boolean {
  const focused = document.activeElement;
  if (focused === scroller) return key === "Enter" && focusOn(lastInSight(scroller));
  if (!(focused instanceof HTMLElement) || !focused.matches(STOP)) return false;
  if (key === "Escape") return focusOn(scroller);
  const step = STEPS[key];
  if (step === undefined) return false;
  const links = linksIn(scroller);
  focusOn(links[links.indexOf(focused) + step]);
  return true;
}

const linksIn = (scroller: HTMLElement): HTMLElement[] => [...scroller.querySelectorAll<HTMLElement>(STOP)];

function lastInSight(scroller: HTMLElement): HTMLElement | undefined {
  const { bottom } = scroller.getBoundingClientRect();
  return linksIn(scroller).findLast((link) => link.getBoundingClientRect().bottom <= bottom);
}

function focusOn(element: HTMLElement | undefined): boolean {
  element?.focus();
  return element !== undefined;
}
