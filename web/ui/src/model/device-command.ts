/** What became of a command that somebody pressed. Pure; milliseconds since 1970. */

import type { Device } from "./devices";
import type { Outbox } from "./outbox";

/** A command that was sent. */
export interface SentCommand {
  readonly id: string;
  readonly command: string;
  readonly at: number;
  /** `seq` of the device's last record when the command was pressed. */
  readonly lastSeq: number;
}

export type CommandState = "sending" | "waiting" | "silent" | "refused" | "answered";

/** How long a device may take before the page says that nothing came. */
export const ANSWER_PATIENCE = 8_000;
/** How long the page says that no answer came, in milliseconds. */
const SILENCE_SHOWN_MS = 60_000;

export function commandStateOf(sent: SentCommand, device: Device, outbox: Outbox, now: number): CommandState {
  const item = outbox.find(({ id }) => id === sent.id);
  if (item) return item.state === "failed" ? "refused" : "sending";
  const passed = now - sent.at;
  if (device.lastSeq > sent.lastSeq || passed > SILENCE_SHOWN_MS) return "answered";
  return passed > ANSWER_PATIENCE ? "silent" : "waiting";
}
