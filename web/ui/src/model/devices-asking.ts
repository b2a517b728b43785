/** What became of a command that somebody pressed. Pure; milliseconds since 1970. */

import type { Device } from "./devices";
import type { Outbox } from "./outbox";

/** A command on its way. */
export interface Asked {
  readonly id: string;
  readonly command: string;
  readonly at: number;
  /** The last record of the device when it was pressed. */
  readonly heard: number;
}

export type Asking = "sending" | "waiting" | "silent" | "refused" | "answered";

/** How long a device may take before the page says that nothing came. */
export const ANSWER_PATIENCE = 8_000;
/** How long a silence is told. */
const TOLD = 60_000;

export function askingOf(asked: Asked, device: Device, outbox: Outbox, now: number): Asking {
  const item = outbox.find(({ id }) => id === asked.id);
  if (item) return item.state === "failed" ? "refused" : "sending";
  const passed = now - asked.at;
  if (device.lastSeq > asked.heard || passed > TOLD) return "answered";
  return passed > ANSWER_PATIENCE ? "silent" : "waiting";
}
