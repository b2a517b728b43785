/**
 * Draw at the next frame, and in a flood only as often as leaves the page three quarters of its time for whoever types.
 * A hidden page makes no frames, and draws nothing.
 */

const REST_PER_DRAWING = 3;
const LONGEST_REST_MS = 500;

export function calmly(draw: () => void): () => void {
  let isAsked = false;
  let restUntil = 0;
  const frame = (): void => {
    isAsked = false;
    const began = performance.now();
    draw();
    // By then the browser has laid out and painted what was drawn.
    setTimeout(() => (restUntil = performance.now() + restAfter(performance.now() - began)));
  };
  return () => {
    if (isAsked) return;
    isAsked = true;
    const rest = restUntil - performance.now();
    if (rest <= 0) requestAnimationFrame(frame);
    else setTimeout(() => requestAnimationFrame(frame), rest);
  };
}

const restAfter = (cost: number): number => Math.min(LONGEST_REST_MS, cost * REST_PER_DRAWING);
