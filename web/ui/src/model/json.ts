/**
 * JSON as the lab reads it: a whole number of up to 64 bits keeps every digit. Beyond 2^53, where a double has no room
 * for them (RFC 8259, section 6), it is a `bigint`.
 */

/** A string or a number. In JSON no digit stands anywhere else. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;
const MAY_BE_LONG = /\d{16}/;
const LONG_INTEGER = /^-?\d{16,20}$/;
const LEAST = -(2n ** 63n);
const GREATEST = 2n ** 64n - 1n;

/** What stands before the digits of a long number while it is a string. Nobody outside this page can guess it. */
const MARK = `${crypto.getRandomValues(new Uint32Array(4)).join("-")}:`;
const MARKED = new RegExp(`"${MARK}(-?\\d+)"`, "g");

/** The value of a JSON text. Throws SyntaxError. */
export function parseJson(text: string): unknown {
  const plain: unknown = JSON.parse(text);
  if (!MAY_BE_LONG.test(text)) return plain;
  const marked = markLongNumbers(text);
  return marked === text ? plain : JSON.parse(marked, unmark);
}

/** JSON with each long number in a string, for a parser that is given `unmark`. The same text when there is none. */
export function markLongNumbers(text: string): string {
  return MAY_BE_LONG.test(text) ? text.replace(TOKEN, (token) => (isLong(token) ? `"${MARK}${token}"` : token)) : text;
}

/** A reviver for `JSON.parse`. */
export const unmark = (_key: string, value: unknown): unknown =>
  typeof value === "string" && value.startsWith(MARK) ? BigInt(value.slice(MARK.length)) : value;

/** The JSON text of a value that may hold bigints. */
export function jsonText(value: unknown, indent?: number): string {
  const mark = (_key: string, one: unknown): unknown => (typeof one === "bigint" ? MARK + one : one);
  return JSON.stringify(value, mark, indent).replace(MARKED, "$1");
}

function isLong(token: string): boolean {
  if (!LONG_INTEGER.test(token) || Number.isSafeInteger(Number(token))) return false;
  const value = BigInt(token);
  return value >= LEAST && value <= GREATEST;
}
