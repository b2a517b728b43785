/**
 * Returns a function that draws at the next frame. After each drawing it waits twelve times as long as the drawing
 * took, so that typing stays responsive while many messages arrive. An urgent call does not wait. A hidden page has no
 * frames and draws nothing.
 */

const REST_PER_DRAWING = 12;
const LONGEST_REST_MS = 750;

export function throttleDrawing(draw: () => void): (isUrgent?: boolean) => void {
  let isScheduled = false;
  let restUntil = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = (): void => {
    isScheduled = false;
    const start = performance.now();
    draw();
    // By then the browser has laid out and painted what was drawn.
    setTimeout(() => (restUntil = performance.now() + restAfter(performance.now() - start)));
  };
  const schedule = (): void => {
    timer = undefined;
    requestAnimationFrame(frame);
  };
  return (isUrgent = false) => {
    const rest = isUrgent ? 0 : restUntil - performance.now();
    if (isScheduled && !(isUrgent && timer !== undefined)) return;
    clearTimeout(timer);
    isScheduled = true;
    if (rest <= 0) schedule();
    else timer = setTimeout(schedule, rest);
  };
}

const restAfter = (cost: number): number => Math.min(LONGEST_REST_MS, cost * REST_PER_DRAWING);
