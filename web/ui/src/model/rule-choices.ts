/** What somebody who writes a rule may choose from: values that devices report, and whom it may address. Pure. */

import type { Command } from "./description";
import type { Device, Roster } from "./devices";

/** A value by who reports it and its path. */
export interface RuleValue {
  readonly role: string;
  readonly key: string;
}

/** Every number and truth value that is known, by role and key. */
export function valuesToWatch(roster: Roster): RuleValue[] {
  const found = [...roster.values()].flatMap(({ role, values }) =>
    [...values].filter(([, { value }]) => isComparable(value)).map(([key]) => ({ role, key })),
  );
  return found.sort((one, other) => one.role.localeCompare(other.role) || one.key.localeCompare(other.key));
}

/** The devices that obey something. */
export const rolesToTell = (roster: Roster): string[] =>
  [...roster.values()]
    .filter(({ commands }) => commands.length > 0)
    .map(({ role }) => role)
    .sort((one, other) => one.localeCompare(other));

/** What a device obeys; nothing for one that is not known. */
export const wordsToSay = (device: Device | undefined): string[] => (device?.commands ?? []).flatMap(wordsOfCommand);

const wordsOfCommand = (command: Command): string[] => {
  if (command.kind === "switch") return [command.word, command.off];
  if (command.kind === "choice") return command.choices.map((choice) => `${command.word} ${choice}`);
  return [command.word];
};

const isComparable = (value: unknown): boolean =>
  typeof value === "number" || typeof value === "bigint" || typeof value === "boolean";
