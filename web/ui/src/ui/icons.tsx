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
  up: "M12 19V5M6 11l6-6 6 6",
  copy: "M9 9h10v11H9zM5 15V4h10",
  printer: "M7 9V4h10v5M7 18H4v-7a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v7h-3M7 15h10v5H7z",
  board: "M7 7h10v10H7zM10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4",
  window: "M14 4h6v6M20 4l-9 9M18 14v5H5V6h5",
  book: "M5 5h6a1.500 1.500 0 0 1 1 1v13a2 2 0 0 0-1-1H5zM19 5h-6a1.500 1.500 0 0 0-1 1v13a2 2 0 0 1 1-1h6z",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  chat: "M4 5h16v11H9l-5 4z",
  gauge: "M4 18a9 9 0 1 1 16 0M12 15l4-5",
  packets: "M3 8h13M12 4l4 4-4 4M21 16H8M12 12l-4 4 4 4",
  bolt: "M13 3L5 14h6l-1 7 8-11h-6z",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5L20 20",
  menu: "M4 7h16M4 12h16M4 17h16",
  letters: "M3 19l5-13 5 13M5 14.500h6M15 19l3-8 3 8M16 16h4",
  pin: "M9 4h6l-1 6 4 3v2H6v-2l4-3zM12 15v6",
  pencil: "M4 20l1-4L16 5l3 3L8 19z",
  more: "M5 11a1 1 0 1 0 0 2 1 1 0 0 0 0-2M12 11a1 1 0 1 0 0 2 1 1 0 0 0 0-2M19 11a1 1 0 1 0 0 2 1 1 0 0 0 0-2",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
  eye: "M2 12s4-6 10-6 10 6 10 6-4 6-10 6S2 12 2 12M12 9.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5",
  chip: "M7 7h10v10H7zM10 7V3M14 7V3M10 21v-4M14 21v-4M7 10H3M7 14H3M21 10h-4M21 14h-4",
} as const;

export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { name: IconName }): VNode => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
);
