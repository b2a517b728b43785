import { type WireWords, wireWordsOf } from "../i18n/wire";
import { usePage } from "./context";

export const useWireWords = (): WireWords => wireWordsOf(usePage().lang);

const made = new Map<string, Intl.DateTimeFormat>();
const MOMENT: Intl.DateTimeFormatOptions = {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  hourCycle: "h23",
};

/** "14:03:07.120": the viewer's zone, to the millisecond. */
export function momentText(at: string, lang: string): string {
  const formatter = made.get(lang) ?? new Intl.DateTimeFormat(lang, MOMENT);
  made.set(lang, formatter);
  const moment = new Date(at);
  return Number.isNaN(moment.getTime()) ? "" : formatter.format(moment);
}
