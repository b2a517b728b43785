/** What a payload and a record have in common, so that one can be found by the other: docs/protocol.md, "Payload of a message". */

import { jsonText } from "./json";
import { isObject, type LabRecord } from "./record";
import { isCut, type Packet, parsed, parsedHead } from "./wire-packet";

export interface Content {
  readonly id: string | null;
  /** Equal for a payload and the record made of it; null when too little of the payload is known. */
  readonly key: string | null;
}

const OPENS_OBJECT = /^[ \t\r\n]*\{/;
/** What the lab takes off an object: a byte order mark before it, NULs after it. */
const BYTE_ORDER_MARK = /^\uFEFF/;
const NULS = /[\0 \t\r\n]*$/;

export function contentOfPacket(packet: Packet): Content {
  const { payload, hex = "", size } = packet;
  if (size === 0) return { id: null, key: null };
  if (isCut(packet)) return { id: idIn(payload === undefined ? null : parsedHead(payload)), key: null };
  if (payload === undefined) return { id: null, key: `bytes:${hex}` };
  const bare = payload.replace(BYTE_ORDER_MARK, "");
  const document = OPENS_OBJECT.test(bare) ? parsedFinite(bare.replace(NULS, "")) : null;
  return document ? { id: idIn(document), key: keyOfObject(document) } : { id: null, key: keyOf(payload, "", {}) };
}

export function contentOfRecord({ id, text = "", to = "", data = {}, base64 }: LabRecord): Content {
  return { id: id ?? null, key: base64 === undefined ? keyOf(text, to, data) : `bytes:${hexOf(base64)}` };
}

const idIn = (document: Record<string, unknown> | null): string | null =>
  typeof document?.["id"] === "string" ? document["id"] : null;

/** The lab takes numbers beyond a double for text (RFC 7493, section 2.2); `JSON.parse` makes them infinite. */
function parsedFinite(text: string): Record<string, unknown> | null {
  const document = parsed(text);
  return isObject(document) && hasOnlyFinite(document) ? document : null;
}

function hasOnlyFinite(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value !== "object" || value === null || Object.values(value).every(hasOnlyFinite);
}

/** An `id` or a `sent_at` that is no string is data. */
function keyOfObject({ text, to, id, sent_at, ...rest }: Record<string, unknown>): string {
  const data = { ...rest, ...dataOf("id", id), ...dataOf("sent_at", sent_at) };
  return keyOf(typeof text === "string" ? text : "", typeof to === "string" ? to : "", data);
}

const dataOf = (name: string, value: unknown): object =>
  value === undefined || value === null || typeof value === "string" ? {} : { [name]: value };

const keyOf = (text: string, to: string, data: object): string => jsonText([text, to, sorted(data)]);

/** The same value with its keys in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)]);
}

function hexOf(base64: string): string {
  try {
    return [...atob(base64)].map((char) => char.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  } catch {
    return "";
  }
}
