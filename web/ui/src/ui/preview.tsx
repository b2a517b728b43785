import type { VNode } from "preact";
import type { Dictionary } from "../i18n";
import { readingsWordsOf } from "../i18n/readings";
import { roomWordsOf } from "../i18n/room";
import type { LabRecord } from "../model/record";
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
  if (record.text) return record.text.slice(0, 200);
  if (record.base64) return words.binary(sizeText(hexPreview(record.base64)?.size ?? 0, lang));
  const data = readings(record.data ?? {}, lang, readingsWordsOf(lang)).slice(0, 6);
  return data.map(briefly).join(" · ");
}

export function eventText({ event = "", text, data }: LabRecord, words: Dictionary, lang: string): string {
  const since = data?.["since"];
  if (event === "session-created") return words.eventCreated;
  if (event === "session-archived") return words.eventArchived;
  if (event === "gap") return words.eventGap(typeof since === "string" ? hourText(since, lang) : "?");
  if (event === "replies-changed") return roomWordsOf(lang).repliesChanged(readReplies(data?.["replies"]).length);
  if (event === "rules-changed") return roomWordsOf(lang).rulesChanged(readRules(data?.["rules"])?.length ?? 0);
  if (event === "phase-changed") return phaseText(data?.["phase"], lang) ?? words.eventOther(event);
  if (event === "name-set") return roomWordsOf(lang).nameSet(String(data?.["role"]), String(data?.["name"]));
  const { toolEvents } = roomWordsOf(lang);
  const tool = Object.hasOwn(toolEvents, event) ? toolEvents[event as keyof typeof toolEvents] : undefined;
  return tool?.(String(data?.["role"] ?? "")) ?? text ?? words.eventOther(event);
}

function phaseText(phase: unknown, lang: string): string | undefined {
  const texts: Readonly<Record<string, string>> = roomWordsOf(lang).phaseChanged;
  return typeof phase === "string" && Object.hasOwn(texts, phase) ? texts[phase] : undefined;
}

const TOLD = new Set([
  "session-created",
  "session-archived",
  "gap",
  "replies-changed",
  "phase-changed",
  "name-set",
  "rules-changed",
  "message-removed",
  "message-pinned",
  "message-unpinned",
  "role-muted",
  "role-unmuted",
]);

/** Whether `eventText` says all that there is to an event. */
export const isToldInFull = ({ event = "" }: LabRecord): boolean => TOLD.has(event);
