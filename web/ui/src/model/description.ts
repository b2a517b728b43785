/**
 * What a device says about itself: its kind, the values that it reports, the commands that it obeys. docs/protocol.md,
 * "Description", is the rule, and chat/description.py is the same one. A wrong entry is left out, the rest is used. Pure.
 */

import { isObject, type Json, type JsonObject } from "./record";

export type ValueKind = "number" | "boolean" | "text" | "place";

/** A value that a device reports. `key` is a path into its data: model/paths.ts. */
export interface DescribedValue {
  readonly key: string;
  readonly kind: ValueKind;
  /** Empty when it has none. */
  readonly unit: string;
  readonly least: number | null;
  readonly greatest: number | null;
}

/** `word` switches on, `off` switches off; the boolean value `key` is the state. */
export interface SwitchCommand {
  readonly kind: "switch";
  readonly word: string;
  readonly off: string;
  /** Empty when nothing tells the state; so in the others. */
  readonly key: string;
}

/** `<word> <number>`; the number `key` is the state. */
export interface SliderCommand {
  readonly kind: "slider";
  readonly word: string;
  readonly least: number;
  readonly greatest: number;
  readonly step: number | null;
  readonly unit: string;
  readonly key: string;
}

/** `<word> <choice>`; the text `key` is the state. */
export interface ChoiceCommand {
  readonly kind: "choice";
  readonly word: string;
  readonly choices: readonly string[];
  readonly key: string;
}

/** `<word> <text>`. */
export interface TextCommand {
  readonly kind: "text";
  readonly word: string;
}

/** `<word>`. */
export interface ButtonCommand {
  readonly kind: "button";
  readonly word: string;
}

export type Command = SwitchCommand | SliderCommand | ChoiceCommand | TextCommand | ButtonCommand;

export interface Description {
  readonly device: string;
  readonly values: readonly DescribedValue[];
  readonly commands: readonly Command[];
}

const MAX_DEVICE = 32;
const MAX_ENTRIES = 16;
const MAX_WORD = 64;
const MAX_CHOICES = 32;
const MAX_KEY = 128;
const MAX_UNIT = 16;
/** What is computed from two such numbers is a number still. */
const MAX_NUMBER = 1e300;

const VALUE_KINDS: readonly string[] = ["number", "boolean", "text", "place"] satisfies ValueKind[];
/** docs/protocol.md, "Paths": a member's name, or the name in brackets as a JSON string; then members and indexes. */
const PATH = /^(?:[^.[\]"]+|\["(?:[^"\\]|\\.)*"\])(?:\.[^.[\]"]+|\["(?:[^"\\]|\\.)*"\]|\[\d+\])*$/su;

/** Whether data is a description, and so neither telemetry nor the columns of a table. */
export function isDescription(data: JsonObject | undefined): data is JsonObject {
  if (typeof data?.["device"] !== "string") return false;
  const { commands, values } = data;
  return Array.isArray(commands) || (Array.isArray(values) && (values.length === 0 || values.some(isObject)));
}

/** The description in the data of a record; null when it is none. A long name is cut. */
export function readDescription(data: JsonObject | undefined): Description | null {
  if (!isDescription(data)) return null;
  const device = [...(data["device"] as string)].slice(0, MAX_DEVICE).join("");
  return device === ""
    ? null
    : { device, values: readValues(data["values"]), commands: readCommands(data["commands"]) };
}

function readValues(values: Json | undefined): DescribedValue[] {
  return firstOfEach(listOf(values).map(readValue), ({ key }) => key);
}

function readValue(entry: Json): DescribedValue | null {
  if (!isEntry(entry)) return null;
  const { key, kind } = entry;
  const unit = textOr(entry["unit"], "");
  const [least, greatest] = [numberOrNone(entry["least"]), numberOrNone(entry["greatest"])];
  if (!isPath(key) || !isValueKind(kind) || !isUnit(unit)) return null;
  if (least === undefined || greatest === undefined || !isRange(least, greatest)) return null;
  return { key, kind, unit, least, greatest };
}

/** The commands of a description, also those of before, which are plain words. */
export function readCommands(commands: Json | undefined): Command[] {
  const entries = listOf(commands);
  // With both of a lamp's words an old announcement has its switch.
  const isOldSwitch = entries.includes("on") && entries.includes("off");
  const known = entries.filter((entry) => !(isOldSwitch && (entry === "off" || entry === "toggle")));
  const read = known.map((entry) => (isOldSwitch && entry === "on" ? OLD_SWITCH : readCommand(entry)));
  return firstOfEach(read, ({ word }) => word);
}

const OLD_SWITCH: SwitchCommand = { kind: "switch", word: "on", off: "off", key: "on" };

function readCommand(entry: Json): Command | null {
  if (typeof entry === "string") return isWord(entry) ? { kind: "button", word: entry } : null;
  if (!isEntry(entry) || !isWord(entry["word"])) return null;
  const key = textOr(entry["key"], "");
  const unit = textOr(entry["unit"], "");
  if (key === null || (key !== "" && !isPath(key)) || unit === null) return null;
  return readKind(entry, { word: entry["word"], key, unit });
}

type Parts = Pick<SliderCommand, "word" | "key" | "unit">;

function readKind(entry: JsonObject, { word, key, unit }: Parts): Command | null {
  const { kind, off, choices } = entry;
  switch (kind) {
    case "switch":
      return isWord(off) && off !== word ? { kind, word, off, key } : null;
    case "slider":
      return isUnit(unit) ? readSlider(entry, { word, key, unit }) : null;
    case "choice":
      return areChoices(choices) ? { kind, word, choices, key } : null;
    case "text":
    case "button":
      return { kind, word };
    default:
      return null;
  }
}

function readSlider(entry: JsonObject, parts: Parts): SliderCommand | null {
  const [least, greatest, step] = [entry["least"], entry["greatest"], entry["step"]].map(numberOrNone);
  if (typeof least !== "number" || typeof greatest !== "number" || !isRange(least, greatest)) return null;
  if (step === undefined || (step !== null && step <= 0)) return null;
  return { kind: "slider", least, greatest, step, ...parts };
}

/** The words that can be sent alone: buttons, and both ways of a switch. */
export const wordsOf = (commands: Json | undefined): string[] => readCommands(commands).flatMap(wordsAlone);

function wordsAlone(command: Command): string[] {
  if (command.kind === "switch") return [command.word, command.off];
  return command.kind === "button" ? [command.word] : [];
}

/** Every command in a word, for people to read; what has no word stands as it came. */
export const wordsToRead = (commands: readonly Json[]): Json[] =>
  commands.flatMap((entry): readonly Json[] => {
    const command = readCommand(entry);
    const alone = command === null ? [] : wordsAlone(command);
    if (alone.length > 0) return alone;
    return [isEntry(entry) ? (entry["word"] ?? entry) : entry];
  });

/** Without those that are wrong, and of two with one name the first. */
function firstOfEach<T>(read: readonly (T | null)[], nameOf: (one: T) => string): T[] {
  const named = new Map<string, T>();
  for (const one of read) if (one !== null && !named.has(nameOf(one))) named.set(nameOf(one), one);
  return [...named.values()].slice(0, MAX_ENTRIES);
}

const listOf = (entries: Json | undefined): readonly Json[] => (Array.isArray(entries) ? entries : []);
const isEntry = (entry: Json): entry is JsonObject => isObject(entry);
const isValueKind = (kind: Json | undefined): kind is ValueKind => VALUE_KINDS.includes(kind as string);
const lengthOf = (text: string): number => [...text].length;

const isPath = (key: Json | undefined): key is string =>
  typeof key === "string" && lengthOf(key) <= MAX_KEY && PATH.test(key);

const isUnit = (unit: string | null): unit is string => unit !== null && lengthOf(unit) <= MAX_UNIT;

const isWord = (word: Json | undefined): word is string =>
  typeof word === "string" && word !== "" && lengthOf(word) <= MAX_WORD && word === word.trim() && !/[\r\n]/.test(word);

const areChoices = (choices: Json | undefined): choices is readonly string[] =>
  Array.isArray(choices) && choices.length > 0 && choices.length <= MAX_CHOICES && choices.every(isWord);

const isRange = (least: number | null, greatest: number | null): boolean =>
  least === null || greatest === null || least < greatest;

/** `null` counts as absent. null when it is no text. */
const textOr = (text: Json | undefined, absent: string): string | null => {
  if (text === undefined || text === null) return absent;
  return typeof text === "string" ? text : null;
};

/** null when it is absent; undefined when it is no number that can be used. */
function numberOrNone(value: Json | undefined): number | null | undefined {
  if (value === undefined || value === null) return null;
  if (typeof value !== "number" && typeof value !== "bigint") return undefined;
  return Math.abs(Number(value)) <= MAX_NUMBER ? Number(value) : undefined;
}
