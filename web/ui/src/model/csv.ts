/**
 * A table as CSV (RFC 4180) in its reader's manner, with the mark that spreadsheets look for. Pure. The lab writes its
 * own tables by the same rules: web/tables/.
 */

import type { Reader } from "./downloads";
import type { Table } from "./series-table";

interface Manner {
  /** Between cells: where a comma begins the decimals, it can't. */
  readonly delimiter: string;
  readonly decimal: string;
  readonly time: string;
  readonly seconds: string;
  /** Without fractions of a second: Excel shows a time with them as minutes and seconds alone. */
  readonly moment: (parts: Parts) => string;
}

type Parts = Readonly<Record<"year" | "month" | "day" | "hour" | "minute" | "second", string>>;

const PORTUGUESE: Manner = {
  delimiter: ";",
  decimal: ",",
  time: "horário",
  seconds: "segundos",
  moment: ({ year, month, day, hour, minute, second }) => `${day}/${month}/${year} ${hour}:${minute}:${second}`,
};
const ENGLISH: Manner = {
  delimiter: ",",
  decimal: ".",
  time: "time",
  seconds: "seconds",
  moment: ({ year, month, day, hour, minute, second }) => `${year}-${month}-${day} ${hour}:${minute}:${second}`,
};

/** The time by the reader's clock and the seconds since the first row, then the columns of the table. */
export function csvOf({ columns, rows }: Table, reader: Reader): string {
  const manner = reader.lang === "pt-BR" ? PORTUGUESE : ENGLISH;
  const moment = momentsIn(reader.zone, manner);
  const begin = rows[0]?.t ?? 0;
  const head = [`${manner.time} (${reader.zone})`, manner.seconds, ...columns].map(safeCell);
  const lines = rows.map(({ t, cells }) => [
    moment(t),
    ...[(t - begin) / 1000, ...cells].map((cell) => numberText(cell, manner)),
  ]);
  const text = [head, ...lines].map((line) => `${line.map((cell) => quoted(cell, manner)).join(manner.delimiter)}\r\n`);
  return `\uFEFF${text.join("")}`;
}

const numberText = (value: number | null, { decimal }: Manner): string =>
  value === null ? "" : String(value).replace(".", decimal);

function momentsIn(zone: string, manner: Manner): (t: number) => string {
  const two = "2-digit";
  const format = new Intl.DateTimeFormat("en", {
    timeZone: zone,
    hourCycle: "h23",
    ...{ year: "numeric", month: two, day: two, hour: two, minute: two, second: two },
  });
  return (t) =>
    manner.moment(Object.fromEntries(format.formatToParts(t).map(({ type, value }) => [type, value])) as Parts);
}

// Where a spreadsheet may begin a cell, what it may drop before it looks for a formula, and what begins one: the rule and
// its reasons are in web/tables/formulas.py, and both are held to tests/web/tables/formulas.json.
const CELL_BEGINS = "(^|[;\\t\\r\\n\\v\\f\\x1c-\\x1e\\x85\\u2028\\u2029])";
const DROPPED =
  '["\\x00-\\x08\\x0e-\\x1b\\x1f\\x20\\x7f-\\x84\\x86-\\xa0\\xad\\u061c\\u1680\\u180e\\u2000-\\u200f\\u202a-\\u202f\\u205f-\\u206f' +
  "\\u3000\\ufeff\\ufff9-\\ufffb\\u{e0001}\\u{e0020}-\\u{e007f}]*";
const FORMULA = new RegExp(`${CELL_BEGINS}(?=${DROPPED}[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20])`, "gu");

/** Text that no spreadsheet takes for a formula (OWASP, CSV injection). Numbers need no such care. */
export const safeCell = (text: string): string => (/^[\t\r]/.test(text) ? "'" : "") + text.replace(FORMULA, "$&'");

const quoted = (cell: string, { delimiter }: Manner): string =>
  /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;
