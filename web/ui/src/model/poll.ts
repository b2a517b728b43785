/**
 * A poll is answered in the conversation: a message whose text is one of the choices, after the poll was opened, is the
 * vote of its role, and the last one counts. So a device and `mosquitto_pub` vote too. Pure.
 */

import type { LabRecord } from "./record";
import type { Poll } from "./session-state";

export interface Tally {
  /** The votes of the records up to this `seq` are in it. */
  readonly upTo: number;
  /** The index of the choice, by role in small letters. */
  readonly votes: ReadonlyMap<string, number>;
}

export const noVotes = (poll: Poll): Tally => ({ upTo: poll.seq, votes: new Map() });

/** The choice that a text is, in whichever case and with whatever space around it; null when it is none. */
export function choiceOf(poll: Poll, text: string | undefined): number | null {
  const said = text === undefined ? "" : plain(text);
  const index = poll.choices.findIndex((choice) => plain(choice) === said);
  return said !== "" && index >= 0 ? index : null;
}

/** The tally with the votes of records, which are ascending; what it has counted already is not counted again. */
export function counted(tally: Tally, poll: Poll, records: readonly LabRecord[]): Tally {
  const last = records.at(-1)?.seq ?? 0;
  if (last <= tally.upTo) return tally;
  const votes = new Map(tally.votes);
  for (const { seq, role, event, text } of records) {
    const choice = seq <= tally.upTo || event ? null : choiceOf(poll, text);
    if (choice !== null) votes.set(role.toLowerCase(), choice);
  }
  return { upTo: last, votes };
}

/** How many votes each choice has. */
export function sums({ choices }: Poll, { votes }: Tally): number[] {
  const found = choices.map(() => 0);
  for (const choice of votes.values()) found[choice] = (found[choice] ?? 0) + 1;
  return found;
}

const plain = (text: string): string => text.normalize("NFC").trim().toLowerCase();

export type PollFault = "no-question" | "few-choices" | "many-choices" | "same-choices" | "too-long";

/** What keeps a poll from being opened; null when nothing does. */
export function pollFault(question: string, choices: readonly string[]): PollFault | null {
  if (question === "") return "no-question";
  if (choices.length < 2) return "few-choices";
  if (choices.length > 8) return "many-choices";
  if (new Set(choices.map(plain)).size < choices.length) return "same-choices";
  return [question, ...choices].some((one) => [...one].length > 200) ? "too-long" : null;
}
