/**
 * What a message says about an earlier one: a reply is a text with `re`, the `seq` of the message that it answers; a
 * reaction is `re` and `reaction` without a text. Pure. The same rule as chat/talk.py, held to it by tests/chat/talk.json.
 */

import { isObject, type JsonObject, type LabRecord } from "./record";
import { isLine } from "./text";

const MAX_REACTION = 16;

/** The record with the keys by which it speaks as fields of their own: `data` then holds what is measured. */
export const withTalk = (record: LabRecord): LabRecord => withReplay(withRule(withAnswer(record)));

function withAnswer(record: LabRecord): LabRecord {
  const { data, event, text, seq } = record;
  if (!data || event) return record;
  const { re, reaction, ...rest } = data;
  if (typeof re !== "number" || !Number.isSafeInteger(re) || re < 1 || re >= seq) return record;
  if (text) return withData({ ...record, re }, rest);
  return isReaction(reaction) ? withData({ ...record, re, reaction }, rest) : record;
}

function withRule(record: LabRecord): LabRecord {
  if (!record.data || record.event || !record.text) return record;
  const { rule, ...rest } = record.data;
  return typeof rule === "string" ? withData({ ...record, rule }, rest) : record;
}

/** What is played again says of what: docs/protocol.md, "Replays". */
function withReplay(record: LabRecord): LabRecord {
  if (!record.data || record.event) return record;
  const { replay, ...rest } = record.data;
  if (!isObject(replay) || typeof replay["source"] !== "string" || !Number.isSafeInteger(replay["seq"])) return record;
  return withData({ ...record, replay: { source: replay["source"], seq: replay["seq"] as number } }, rest);
}

function withData({ data: _data, ...record }: LabRecord, data: JsonObject): LabRecord {
  return Object.keys(data).length > 0 ? { ...record, data } : record;
}

const isReaction = (value: unknown): value is string => value === "" || isLine(value, MAX_REACTION);
