/** Rules without code: docs/protocol.md, "Rules". Pure; chat/rules.py is the same rule, and carries rules out. */

import { roleFault } from "./names";
import { isObject } from "./record";
import { isLine } from "./text";

export const OPERATORS = [">", ">=", "<", "<=", "=", "!="] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Rule {
  readonly name: string;
  /** Who reports the value, and its path in `data`. */
  readonly role: string;
  readonly key: string;
  readonly operator: Operator;
  readonly value: number;
  readonly say: string;
  /** The addressee; absent for everybody. */
  readonly to?: string;
}

/** The role under which rules speak. */
export const RULES_ROLE = "rules";
export const MOST_RULES = 50;
/** Characters of all rules together, as JSON. */
const MOST_CHARACTERS = 16_384;
const LONGEST_NAME = 32;
const LONGEST_KEY = 128;
const LONGEST_SAY = 200;
const GREATEST = 1e300;

/** The rules that a value describes; null when one of them is wrong, or two have one name. */
export function readRules(value: unknown): readonly Rule[] | null {
  if (!Array.isArray(value) || value.length > MOST_RULES) return null;
  const rules = value.map(readRule).filter((rule) => rule !== null);
  const isWhole = rules.length === value.length && new Set(rules.map(({ name }) => name)).size === rules.length;
  return isWhole ? rules : null;
}

/** The rule that an object describes; null when it is none. */
export function readRule(value: unknown): Rule | null {
  if (!isObject(value)) return null;
  const { name, role, key, operator, say, to } = value;
  // A large whole number is no double in JSON as this page reads it.
  const number = typeof value["value"] === "bigint" ? Number(value["value"]) : value["value"];
  const isConditionSound = isReporter(role) && isLine(key, LONGEST_KEY) && isOperator(operator) && isNumber(number);
  const isActSound = isLine(name, LONGEST_NAME) && isLine(say, LONGEST_SAY) && isAddressee(to);
  if (!isConditionSound || !isActSound) return null;
  return { name, role, key, operator, value: number, say, ...(to ? { to } : {}) };
}

/** What is wrong with a rule that somebody writes; null when nothing is. */
export type RuleFault = "value" | "number" | "say" | "name" | "too-many";

/** `others`: the rules beside it. */
export function ruleFault(rule: Rule, others: readonly Rule[]): RuleFault | null {
  if (rule.role === "" || rule.key === "") return "value";
  if (!isNumber(rule.value)) return "number";
  if (!isLine(rule.say, LONGEST_SAY)) return "say";
  if (!isLine(rule.name, LONGEST_NAME) || others.some(({ name }) => name === rule.name)) return "name";
  const all = [...others, rule];
  return all.length > MOST_RULES || JSON.stringify(all).length > MOST_CHARACTERS ? "too-many" : null;
}

/** `rule 2`: the first name of this kind that no rule has. */
export function freeName(word: string, rules: readonly Rule[]): string {
  const taken = new Set(rules.map(({ name }) => name));
  let number = 1;
  while (taken.has(`${word} ${number}`)) number += 1;
  return `${word} ${number}`;
}

/** A number as people write it, with a comma or a point; NaN when it is none. */
export function writtenNumber(text: string): number {
  const plain = text.trim().replace(",", ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
}

/** The numbers that rules compare a series with. */
export const thresholdsOf = (rules: readonly Rule[], role: string, key: string): Rule[] =>
  rules.filter((rule) => rule.role.toLowerCase() === role.toLowerCase() && rule.key === key);

const isReporter = (value: unknown): value is string =>
  typeof value === "string" && roleFault(value) === null && value.toLowerCase() !== RULES_ROLE;
const isOperator = (value: unknown): value is Operator => OPERATORS.some((one) => one === value);
const isNumber = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value) && Math.abs(value) <= GREATEST;
const isAddressee = (value: unknown): value is string | undefined =>
  value === undefined || (typeof value === "string" && roleFault(value) === null);
