/** Numbers with their units, and places, as people read them. Pure. */

import { numberText } from "./telemetry";

/** Written at their number; before other units, `°C` and `%` too, there is a space (SI brochure, 9th edition, 5.4.3). */
const CLOSE = new Set(["°", "′", "″"]);

export const isClose = (unit: string): boolean => CLOSE.has(unit);

/** "23.5 °C", "90°". */
export function quantityText(value: number, unit: string, lang: string): string {
  const text = numberText(value, lang);
  if (unit === "") return text;
  return isClose(unit) ? text + unit : `${text} ${unit}`;
}

/** Decimals of a place: about a metre. */
const DECIMALS = 5;

/** What a place's two halves of the world are called: north, south, east, west. */
export interface PlaceWords {
  readonly north: string;
  readonly south: string;
  readonly east: string;
  readonly west: string;
}

/** "23.58740° S": one coordinate, in degrees. */
export function coordinateText(degrees: number, [positive, negative]: readonly [string, string], lang: string): string {
  const size = Math.abs(degrees).toLocaleString(lang, {
    minimumFractionDigits: DECIMALS,
    maximumFractionDigits: DECIMALS,
    useGrouping: false,
  });
  return `${size}° ${degrees < 0 ? negative : positive}`;
}

/** "350 m", "1.2 km". */
export function lengthText(metres: number, lang: string): string {
  return metres < 1000 ? `${Math.round(metres)} m` : `${numberText(Number((metres / 1000).toPrecision(2)), lang)} km`;
}
