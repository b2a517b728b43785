/** Times in the viewer's zone and language. */

const HOUR: Intl.DateTimeFormatOptions = { hour: "numeric", minute: "2-digit" };
const DAY: Intl.DateTimeFormatOptions = { weekday: "long", day: "numeric", month: "long" };
const SHORT: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", ...HOUR };
const EXACT: Intl.DateTimeFormatOptions = {
  dateStyle: "full",
  timeStyle: "long",
};

const made = new Map<string, Intl.DateTimeFormat>();

// Making a formatter costs about as much as a thousand uses of it.
function format(lang: string, options: Intl.DateTimeFormatOptions, at: Date): string {
  const key = lang + JSON.stringify(options);
  const formatter = made.get(key) ?? new Intl.DateTimeFormat(lang, options);
  made.set(key, formatter);
  return Number.isNaN(at.getTime()) ? "" : formatter.format(at);
}

export const hourText = (at: string | number, lang: string): string => format(lang, HOUR, new Date(at));
export const shortText = (at: string, lang: string): string => format(lang, SHORT, new Date(at));
export const exactText = (at: string | number, lang: string): string => format(lang, EXACT, new Date(at));

/** "Sunday, 22 November", with the year when it is another one than now. */
export function dayText(at: string, lang: string, now: number): string {
  const date = new Date(at);
  const isThisYear = date.getFullYear() === new Date(now).getFullYear();
  return format(lang, isThisYear ? DAY : { ...DAY, year: "numeric" }, date);
}

/** Which calendar day it is, for the viewer. */
export const dayKey = (at: string): string => new Date(at).toDateString();

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** "3 minutes ago"; the latest minute is "now". */
export function agoText(at: string, lang: string, now: number): string {
  const passed = now - Date.parse(at);
  if (Number.isNaN(passed)) return "";
  const formatter = new Intl.RelativeTimeFormat(lang, { numeric: "auto" });
  for (const [unit, length] of STEPS) if (passed >= length) return formatter.format(-Math.floor(passed / length), unit);
  return formatter.format(0, "second");
}
