/** Small line drawings. They never stand alone: a text, shown or hidden, says what they mean. */

import type { VNode } from "preact";

const PATHS = {
  back: "M15 5l-7 7 7 7",
  send: "M5 12h13M12 5l7 7-7 7",
  check: "M5 13l4 4 10-10",
  checks: "M2 13l4 4 9-10M11 16l1 1 9-10",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3 2",
  alert: "M12 8v5M12 16.5v.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18",
  download: "M12 4v11M7 10l5 5 5-5M5 20h14",
  down: "M12 5v14M6 13l6 6 6-6",
  copy: "M9 9h10v11H9zM5 15V4h10",
  window: "M14 4h6v6M20 4l-9 9M18 14v5H5V6h5",
  plus: "M12 5v14M5 12h14",
  chat: "M4 5h16v11H9l-5 4z",
} as const;

export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { name: IconName }): VNode => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
);
