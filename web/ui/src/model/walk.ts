/**
 * The way that a device went, from the series of its two coordinates, drawn in a small box with north at the top: no
 * map, so it works without the internet. Pure; degrees (WGS 84), metres, milliseconds since 1970.
 */

import type { Points } from "./series";

export interface Spot {
  readonly lat: number;
  readonly lon: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A way in a box, with the length of its scale. */
export interface Drawing {
  /** An SVG path; empty when there is but one point. */
  readonly path: string;
  readonly begin: Point;
  readonly end: Point;
  /** Metres that the whole way is long. */
  readonly metres: number;
  /** A round number of metres, and how long it is in the box. */
  readonly scale: { readonly metres: number; readonly length: number };
}

/** The newest spots that are drawn. */
const SPOTS = 240;
/** Metres of one degree of latitude: the earth's circumference / 360. */
const METRES_A_DEGREE = 111_320;
/** A device that stands still has a place that trembles; this is no way. */
const LEAST_SPAN = 20;

/** Whether two numbers are a place. */
export const isSpot = (lat: unknown, lon: unknown): boolean =>
  typeof lat === "number" && typeof lon === "number" && Math.abs(lat) <= 90 && Math.abs(lon) <= 540;

/** The newest spots of both series, the oldest first. */
export function spotsOf(lats: Points, lons: Points): Spot[] {
  const [lat, lon] = [newest(lats), newest(lons)];
  const longitudes = areTogether(lat, lon) ? lon.v : longitudesAt(lat.t, lons);
  return lat.v.flatMap((value, index) => {
    const spot = { lat: value, lon: longitudes[index] as number };
    return isSpot(spot.lat, spot.lon) ? [spot] : [];
  });
}

const newest = ({ t, v }: Points): Points => ({ t: t.slice(-SPOTS), v: v.slice(-SPOTS) });

/** Whether two series are of the same records; several may have one time. */
const areTogether = (one: Points, other: Points): boolean =>
  one.t.length === other.t.length && one.t.every((at, index) => at === other.t[index]);

/** Each series may be thinned by itself: then a longitude is looked up by its time, between its neighbours. */
function longitudesAt(moments: readonly number[], lons: Points): (number | undefined)[] {
  let place = 0;
  return moments.map((at) => {
    while (place + 1 < lons.t.length && (lons.t[place + 1] as number) <= at) place += 1;
    return lons.t.length === 0 ? undefined : between(lons, place, at);
  });
}

function between({ t, v }: Points, place: number, at: number): number {
  const [before, after] = [t[place] as number, t[place + 1]];
  const value = v[place] as number;
  if (after === undefined || at <= before || after === before) return value;
  return value + shortWay((v[place + 1] as number) - value) * ((at - before) / (after - before));
}

/** Degrees of longitude between two places, the short way round the earth. */
const shortWay = (degrees: number): number => ((((degrees + 180) % 360) + 360) % 360) - 180;

/** The way in a box of `width` by `height`, with `margin` around. null without a spot. */
export function drawWalk(spots: readonly Spot[], width: number, height: number, margin: number): Drawing | null {
  const last = spots.at(-1);
  if (last === undefined) return null;
  const flat = spots.map((spot) => metresFrom(last, spot));
  const [xs, ys] = [flat.map(({ x }) => x), flat.map(({ y }) => y)];
  const [spanX, spanY] = [spanOf(xs), spanOf(ys)];
  const room = { x: width - 2 * margin, y: height - 2 * margin };
  const ratio = Math.min(room.x / Math.max(spanX.size, LEAST_SPAN), room.y / Math.max(spanY.size, LEAST_SPAN));
  const inBox = ({ x, y }: Point): Point => ({
    x: round(width / 2 + (x - spanX.middle) * ratio),
    y: round(height / 2 - (y - spanY.middle) * ratio),
  });
  const points = flat.map(inBox);
  const metres = roundLength(room.x / 3 / ratio);
  return {
    path: points.length > 1 ? points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x} ${y}`).join("") : "",
    begin: points[0] as Point,
    end: points.at(-1) as Point,
    metres: lengthOf(flat),
    scale: { metres, length: round(metres * ratio) },
  };
}

/** East and north of `origin`. A degree of longitude is shorter towards the poles. */
function metresFrom(origin: Spot, { lat, lon }: Spot): Point {
  const narrowing = Math.cos((origin.lat * Math.PI) / 180);
  return { x: shortWay(lon - origin.lon) * METRES_A_DEGREE * narrowing, y: (lat - origin.lat) * METRES_A_DEGREE };
}

function spanOf(values: readonly number[]): { readonly size: number; readonly middle: number } {
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  return { size: greatest - least, middle: (least + greatest) / 2 };
}

function lengthOf(points: readonly Point[]): number {
  return points
    .slice(1)
    .reduce((sum, { x, y }, index) => sum + Math.hypot(x - (points[index]?.x ?? x), y - (points[index]?.y ?? y)), 0);
}

/** The greatest of 1, 2, 5, 10, 20 ... that is not above a length. */
export function roundLength(length: number): number {
  const power = 10 ** Math.floor(Math.log10(length));
  const step = [5, 2, 1].find((one) => one * power <= length) ?? 1;
  return step * power;
}

const round = (value: number): number => Math.round(value * 10) / 10;
