import type { VNode } from "preact";
import type { Dictionary } from "../i18n";
import { readingsWordsOf } from "../i18n/readings";
import { roomWordsOf } from "../i18n/room";
import type { JsonObject, LabRecord } from "../model/record";
import { readReplies } from "../model/replies";
import { readRules } from "../model/rules";
import { briefly, readings } from "../model/telemetry";
import { hexPreview, sizeText } from "../model/text";
import { hourText } from "../model/time";
import { usePage } from "./context";

/** A record in a line of text. */
export function Preview({ record }: { record: LabRecord }): VNode {
  const { words, lang } = usePage();
  return <span class="preview">{previewOf(record, words, lang)}</span>;
}

export function previewOf(record: LabRecord, words: Dictionary, lang: string): string {
  if (record.event) return eventText(record, words, lang);
  if (record.reaction !== undefined) return record.reaction;
  if (record.text) return record.text.slice(0, 200);
  if (record.base64) return words.binary(sizeText(hexPreview(record.base64)?.size ?? 0, lang));
  const data = readings(record.data ?? {}, lang, readingsWordsOf(lang)).slice(0, 6);
  return data.map(briefly).join(" · ");
}

export function eventText({ event = "", text, data }: LabRecord, words: Dictionary, lang: string): string {
  const tell = TELLERS.get(event);
  return tell?.(data ?? {}, words, lang) ?? text ?? words.eventOther(event);
}

type Teller = (data: JsonObject, words: Dictionary, lang: string) => string | undefined;

const TELLERS: ReadonlyMap<string, Teller> = new Map<string, Teller>([
  ["session-created", (_, words) => words.eventCreated],
  ["session-archived", (_, words) => words.eventArchived],
  ["gap", ({ since }, words, lang) => words.eventGap(typeof since === "string" ? hourText(since, lang) : "?")],
  ["replies-changed", ({ replies }, _, lang) => roomWordsOf(lang).repliesChanged(readReplies(replies).length)],
  ["rules-changed", ({ rules }, _, lang) => roomWordsOf(lang).rulesChanged(readRules(rules)?.length ?? 0)],
  ["phase-changed", ({ phase }, _, lang) => phaseText(phase, lang)],
  ["name-set", ({ role, name }, _, lang) => roomWordsOf(lang).nameSet(String(role), String(name))],
  ["poll-opened", ({ question }, _, lang) => roomWordsOf(lang).pollOpened(String(question))],
  ["poll-closed", ({ question }, _, lang) => roomWordsOf(lang).pollResult(String(question))],
  ["message-removed", (_, __, lang) => roomWordsOf(lang).messageRemoved],
  ["message-pinned", (_, __, lang) => roomWordsOf(lang).messagePinned],
  ["message-unpinned", (_, __, lang) => roomWordsOf(lang).messageUnpinned],
  ["role-muted", ({ role }, _, lang) => roomWordsOf(lang).roleMuted(String(role))],
  ["role-unmuted", ({ role }, _, lang) => roomWordsOf(lang).roleUnmuted(String(role))],
]);

function phaseText(phase: unknown, lang: string): string | undefined {
  const texts: Readonly<Record<string, string>> = roomWordsOf(lang).phaseChanged;
  return typeof phase === "string" && Object.hasOwn(texts, phase) ? texts[phase] : undefined;
}

/** Whether `eventText` says all that there is to an event. */
export const isToldInFull = ({ event = "" }: LabRecord): boolean => TELLERS.has(event);
