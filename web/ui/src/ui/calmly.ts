/**
 * Draw at the next frame, and in a flood only as often as leaves the page most of its time for whoever types: after each
 * drawing it rests several times as long as that took. What is urgent does not wait for the end of a rest. A hidden page
 * makes no frames, and draws nothing.
 */

const REST_PER_DRAWING = 12;
const LONGEST_REST_MS = 750;

export function calmly(draw: () => void): (isUrgent?: boolean) => void {
  let isAsked = false;
  let restUntil = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = (): void => {
    isAsked = false;
    const began = performance.now();
    draw();
    // By then the browser has laid out and painted what was drawn.
    setTimeout(() => (restUntil = performance.now() + restAfter(performance.now() - began)));
  };
  const ask = (): void => {
    timer = undefined;
    requestAnimationFrame(frame);
  };
  return (isUrgent = false) => {
    const rest = isUrgent ? 0 : restUntil - performance.now();
    if (isAsked && !(isUrgent && timer !== undefined)) return;
    clearTimeout(timer);
    isAsked = true;
    if (rest <= 0) ask();
    else timer = setTimeout(ask, rest);
  };
}

const restAfter = (cost: number): number => Math.min(LONGEST_REST_MS, cost * REST_PER_DRAWING);
