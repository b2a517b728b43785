/** What became of a command that somebody gave. Pure; milliseconds since 1970, by this machine's clock. */

import type { Command } from "./description";
import { isWanted, keyOf } from "./device-controls";
import type { Device } from "./devices";
import type { Outbox } from "./outbox";
import type { Leaf } from "./paths";

/** A command that was sent. */
export interface SentCommand {
  readonly id: string;
  /** Of which control. */
  readonly command: Command;
  readonly text: string;
  /** The value that the device tells once it has obeyed; null when no value tells. */
  readonly wanted: Leaf;
  readonly at: number;
}

/** Where the log has a command that was sent, and when this page learned of that. */
export interface LoggedCommand {
  readonly seq: number;
  readonly at: number;
}

/**
 * sending: not in the log yet; waiting: for the device; answered: it told what was wanted, or spoke, or it is long ago;
 * said: it answered with words instead; unchanged: it goes on telling another value; silent: nothing came.
 */
export type CommandState = "sending" | "waiting" | "silent" | "unchanged" | "said" | "refused" | "answered";

/** How long a device may take before the page says that nothing came. */
export const ANSWER_PATIENCE = 8_000;
/** How long the page says what became of a command, in milliseconds. */
export const SHOWN_MS = 60_000;

export function commandStateOf(
  sent: SentCommand,
  device: Device,
  outbox: Outbox,
  logged: LoggedCommand | undefined,
  now: number,
): CommandState {
  const item = outbox.find(({ id }) => id === sent.id);
  if (item?.state === "failed") return "refused";
  if (!logged) return item || now - sent.at < SHOWN_MS ? "sending" : "answered";
  if (isObeyed(sent, device, logged) || now - logged.at > SHOWN_MS) return "answered";
  if ((device.said?.seq ?? 0) > logged.seq) return "said";
  if (now - logged.at <= ANSWER_PATIENCE) return "waiting";
  return toldSeq(sent, device) > logged.seq ? "unchanged" : "silent";
}

/** Whether a command is still on its way to its effect, so that its control shows what it asks for. */
export const isPending = (state: CommandState): boolean => state === "sending" || state === "waiting";

/** Without a value that tells, any word of the device will do, if it is no text to be shown. */
function isObeyed({ command, wanted }: SentCommand, device: Device, { seq }: LoggedCommand): boolean {
  const told = device.values.get(keyOf(command));
  if (wanted === null) return device.lastSeq > seq && (device.said?.seq ?? 0) <= seq;
  return told !== undefined && told.seq > seq && isWanted(command, wanted, told.value);
}

const toldSeq = ({ command }: SentCommand, { values }: Device): number => values.get(keyOf(command))?.seq ?? 0;

/** The latest command of each control, by the device's role and the control's word. */
export type SentCommands = ReadonlyMap<string, SentCommand>;

export const sentKey = (role: string, { word }: Command): string => `${role} ${word}`;

/** The command that was given last to a device; null when none was. */
export function latestSent(sent: SentCommands, { role, commands }: Device): SentCommand | null {
  const given = commands.flatMap((command) => sent.get(sentKey(role, command)) ?? []);
  return given.reduce<SentCommand | null>((latest, one) => (latest && latest.at > one.at ? latest : one), null);
}
