/**
 * What a device's card shows: its values in an order that stays, its controls, and the state that a control may show.
 * A control never shows what the device has not told. Pure.
 */

import type {
  ButtonCommand,
  ChoiceCommand,
  Command,
  DescribedValue,
  SliderCommand,
  SwitchCommand,
  TextCommand,
} from "./description";
import type { Device, Roster } from "./devices";
import type { Leaf } from "./paths";
import { seriesId, unitOf } from "./series";
import { stepOf } from "./slider";

/** A value of a card. Those that are described have their place before anything is told. */
export interface ShownValue extends DescribedValue {
  /** Whether the device says that it reports this. */
  readonly isDescribed: boolean;
}

/** Commands that have a row of their own. */
export type RowCommand = SwitchCommand | SliderCommand | ChoiceCommand | TextCommand;

/** The paths of the two numbers of a place. */
export const latOf = (key: string): string => `${key}.lat`;
export const lonOf = (key: string): string => `${key}.lon`;

/**
 * The values of a card: those that are described, in their order, then what it reports besides. What a control shows
 * stands there alone, if there are controls.
 */
export function shownValues({ described, values, commands }: Device, hasControls: boolean): readonly ShownValue[] {
  const onControls = new Set(hasControls ? commands.map(keyOf).filter((key) => key !== "") : []);
  const known = new Set(described.flatMap(pathsOf));
  const besides = [...values.keys()].filter((key) => !known.has(key)).map(undescribed);
  const all = [...described.map((value): ShownValue => ({ ...value, isDescribed: true })), ...besides];
  return all.filter(({ key }) => !onControls.has(key));
}

const undescribed = (key: string): ShownValue => ({
  key,
  kind: "text",
  unit: unitOf(key),
  least: null,
  greatest: null,
  isDescribed: false,
});

/** The unit of each number that a device describes, by the `id` of its series. */
export function unitsOf(roster: Roster): ReadonlyMap<string, string> {
  const units = new Map<string, string>();
  for (const { role, described, commands } of roster.values()) {
    for (const command of commands)
      if (command.kind === "slider" && command.key && command.unit)
        units.set(seriesId(role, command.key), command.unit);
    for (const { key, unit } of described) if (unit) units.set(seriesId(role, key), unit);
  }
  return units;
}

const pathsOf = ({ key, kind }: DescribedValue): string[] => (kind === "place" ? [key, latOf(key), lonOf(key)] : [key]);

/** The key of the value that tells a command's state; empty when none does. */
export const keyOf = (command: Command): string => ("key" in command ? command.key : "");

export const rowsOf = (commands: readonly Command[]): RowCommand[] =>
  commands.filter((command): command is RowCommand => command.kind !== "button");

/** The buttons. `toggle` beside a switch adds nothing. */
export const buttonsOf = (commands: readonly Command[]): ButtonCommand[] => {
  const hasSwitch = commands.some(({ kind }) => kind === "switch");
  return commands.filter(
    (command): command is ButtonCommand => command.kind === "button" && !(hasSwitch && command.word === "toggle"),
  );
};

/** Which way a switch stands; null when the device has not told, or does not tell. */
export function switchState({ values }: Device, { key }: SwitchCommand): boolean | null {
  const told = values.get(key)?.value;
  return typeof told === "boolean" ? told : null;
}

/** The number that a slider's device has told; null when it has not. */
export function sliderState({ values }: Device, { key }: SliderCommand): number | null {
  const told = values.get(key)?.value;
  if (typeof told === "bigint") return Number(told);
  return typeof told === "number" && Number.isFinite(told) ? told : null;
}

/** The choice that the device has told; null when it has not. It may be none of the choices. */
export function choiceState({ values }: Device, { key }: ChoiceCommand): string | null {
  const told = values.get(key)?.value;
  return typeof told === "string" ? told : null;
}

/** Whether a value that is told is the one that a command asked for. A slider's device may round to half a step. */
export function isWanted(command: Command, wanted: Leaf, told: Leaf): boolean {
  if (command.kind !== "slider") return told === wanted;
  if (typeof told !== "number" && typeof told !== "bigint") return false;
  return Math.abs(Number(told) - Number(wanted)) <= stepOf(command) / 2 + ROUNDING * Math.abs(Number(wanted));
}

/** What doubles lose at most. */
const ROUNDING = 1e-12;
