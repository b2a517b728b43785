/**
 * Numbers over time: one series per role and key of `data`. Pure, and bounded in memory: what is too much is thinned to
 * the least and the greatest of each stretch, so that no peak is lost.
 */

import { isDescription } from "./description";
import { leavesOf } from "./paths";
import type { JsonObject, LabRecord } from "./record";

/** Most points of one series that are kept. */
export const MAX_POINTS = 4000;
/** Most series that are kept; a device that invents keys must not fill the page. */
export const MAX_SERIES = 500;
/** Series beyond those that are counted one by one. */
const MAX_COUNTED = 1000;

export interface Points {
  /** Milliseconds since 1970, by the bridge's clock, ascending. */
  readonly t: readonly number[];
  readonly v: readonly number[];
}

/** A series as the lab tells it: docs/protocol.md, `GET /api/sessions/<s>/series`. */
export interface Line extends Points {
  readonly role: string;
  /** The path in `data`: model/paths.ts. */
  readonly key: string;
}

export interface Series extends Line {
  readonly id: string;
  /** As its device describes it; absent when it does not. */
  readonly unit?: string;
}

export interface Book {
  readonly series: ReadonlyMap<string, Series>;
  /** Everything up to this record is in the series. */
  readonly lastSeq: number;
  /** Series of the history that had no room, here or in the lab. */
  readonly leftOut: number;
  /** Those of them that reported since. */
  readonly refused: ReadonlySet<string>;
}

/** How many series are not here, at least. */
export const leftOutOf = ({ leftOut, refused }: Book): number => Math.max(leftOut, refused.size);

export const seriesId = (role: string, key: string): string => `${role} ${key}`;

/** What a key surely means; nothing where it may mean something else. */
export function unitOf(key: string): string {
  const name = key.slice(key.lastIndexOf(".") + 1).toLowerCase();
  return UNITS[name.normalize("NFD").replace(/\p{Mn}/gu, "")] ?? "";
}

/** In English and Portuguese, what every class measures. */
const UNITS: Readonly<Record<string, string>> = {
  temperature: "°C",
  temperatura: "°C",
  humidity: "%",
  umidade: "%",
  humidade: "%",
};

/** What its device says, or else what its key surely means. */
export const unitOfSeries = ({ key, unit }: Pick<Series, "key" | "unit">): string => unit ?? unitOf(key);

/** The series with the units that their devices describe, by the series' `id`. */
export function withUnits(
  series: ReadonlyMap<string, Series>,
  units: ReadonlyMap<string, string>,
): ReadonlyMap<string, Series> {
  const described = (one: Series): Series => {
    const unit = units.get(one.id);
    return unit === undefined ? one : { ...one, unit };
  };
  return units.size === 0 ? series : new Map([...series].map(([id, one]) => [id, described(one)]));
}

/** Every number in `data`, with its path. A chart draws doubles. The bounds in a description are no readings. */
export function numbersIn(data: JsonObject | undefined): [string, number][] {
  if (isDescription(data)) return [];
  return leavesOf(data)
    .filter(([, value]) => typeof value === "bigint" || (typeof value === "number" && Number.isFinite(value)))
    .map(([path, value]) => [path, Number(value)]);
}

/** The history of a session. `leftOut`: series that the lab has no room for. */
export function openBook(lines: readonly Line[], lastSeq: number, leftOut = 0): Book {
  const held = lines
    .slice(0, MAX_SERIES)
    .map((line): Series => ({ ...line, ...ordered(line), id: seriesId(line.role, line.key) }));
  return {
    series: new Map(held.map((series) => [series.id, series])),
    lastSeq,
    leftOut: leftOut + lines.length - held.length,
    refused: new Set(),
  };
}

/** Whether records are missing between the book and `records`, so that the history must be asked for again. */
export function isTorn(book: Book, records: readonly LabRecord[]): boolean {
  const next = records.find(({ seq }) => seq > book.lastSeq);
  return next !== undefined && next.seq !== book.lastSeq + 1;
}

/** Take in what was logged since; records that are in the book already are left out by their `seq`. */
export function extend(book: Book, records: readonly LabRecord[]): Book {
  const fresh = records.filter(({ seq }) => seq > book.lastSeq);
  if (fresh.length === 0) return book;
  const series = new Map(book.series);
  const refused = new Set(book.refused);
  for (const [id, line] of linesOf(fresh)) {
    const held = series.get(id);
    if (held ?? series.size < MAX_SERIES) series.set(id, { ...line, id, ...append(held, line) });
    else if (refused.size < MAX_COUNTED) refused.add(id);
  }
  return { ...book, series, refused, lastSeq: fresh.at(-1)?.seq ?? book.lastSeq };
}

interface Growing extends Line {
  readonly t: number[];
  readonly v: number[];
}

function linesOf(records: readonly LabRecord[]): Map<string, Line> {
  const lines = new Map<string, Growing>();
  for (const { role, at, data } of records) {
    const moment = Date.parse(at);
    if (Number.isNaN(moment) || role === "lab") continue;
    for (const [key, value] of numbersIn(data)) {
      const id = seriesId(role, key);
      const line = lines.get(id) ?? { role, key, t: [], v: [] };
      line.t.push(moment);
      line.v.push(value);
      lines.set(id, line);
    }
  }
  return lines;
}

/** Both, in the order of time. Thinned to half when it is too much, so that this is seldom done. */
function append(held: Points | undefined, more: Points): Points {
  const both = ordered({ t: [...(held?.t ?? []), ...more.t], v: [...(held?.v ?? []), ...more.v] });
  return both.t.length > MAX_POINTS ? thin(both, MAX_POINTS / 2) : both;
}

/** A clock that was set back makes later records earlier. */
function ordered({ t, v }: Points): Points {
  if (t.every((moment, index) => index === 0 || moment >= (t[index - 1] as number))) return { t, v };
  const order = t.map((_, index) => index).sort((one, other) => (t[one] as number) - (t[other] as number));
  return pick({ t, v }, order);
}

/** At most `most` points (4 or more): the first, the last, and the least and the greatest of each stretch between them. */
export function thin(points: Points, most: number): Points {
  const count = points.t.length;
  if (count <= most) return points;
  const stretches = Math.floor((most - 2) / 2);
  const kept = [0];
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    const from = 1 + Math.floor((stretch * (count - 2)) / stretches);
    const to = 1 + Math.floor(((stretch + 1) * (count - 2)) / stretches);
    kept.push(...extremes(points.v, from, to));
  }
  return pick(points, [...kept, count - 1]);
}

/** Where the least and the greatest value stand, in order. */
function extremes(values: readonly number[], from: number, to: number): number[] {
  let [least, greatest] = [from, from];
  for (let index = from + 1; index < to; index += 1) {
    if ((values[index] as number) < (values[least] as number)) least = index;
    if ((values[index] as number) > (values[greatest] as number)) greatest = index;
  }
  return least === greatest ? [least] : [Math.min(least, greatest), Math.max(least, greatest)];
}

const pick = ({ t, v }: Points, order: readonly number[]): Points => ({
  t: order.map((index) => t[index] as number),
  v: order.map((index) => v[index] as number),
});
