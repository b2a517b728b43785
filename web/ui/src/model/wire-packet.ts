/** A packet as it passed the broker: docs/protocol.md, "Socket.IO", `wire`. What comes from the network is checked here. */

import { jsonText, parseJson } from "./json";
import { type Hint, hintOfPayload } from "./readings";
import { isObject } from "./record";

export interface Packet {
  /** Counted by this page, from 1. */
  readonly n: number;
  /** The web service's clock when it got the packet: RFC 3339, UTC. */
  readonly at: string;
  readonly topic: string;
  readonly qos: number;
  readonly retain: boolean;
  readonly dup: boolean;
  /** Bytes of the whole payload. */
  readonly size: number;
  /** The broker's packet id; 0 at QoS 0, which has none (MQTT 3.1.1, section 2.3.1). */
  readonly mid: number;
  /** The beginning of the payload, when it is text. */
  readonly payload?: string;
  /** The first bytes of a payload that is no text, two digits each. */
  readonly hex?: string;
}

export const KINDS = ["message", "record", "addressed", "status", "rejected", "synced", "lab"] as const;
export type Kind = (typeof KINDS)[number];

/** What travels on a topic: docs/protocol.md, "Topics". */
export function kindOf(topic: string): Kind {
  if (topic === "lab/rejected") return "rejected";
  if (topic === "lab/synced") return "synced";
  const root = topic.split("/", 1)[0];
  if (root === "chat") return "message";
  if (root === "log") return "record";
  if (root === "to") return "addressed";
  return root === "status" ? "status" : "lab";
}

/** The packets of a `wire` event, numbered from `first` on. What is no packet is left out. */
export function readPackets(value: unknown, first: number): Packet[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isPacket).map((packet, index) => readPacket(packet, first + index));
}

const isPacket = (value: unknown): value is Record<string, unknown> =>
  isObject(value) && typeof value["topic"] === "string" && typeof value["at"] === "string";

function readPacket(
  { at, topic, qos, retain, dup, size, mid, payload, hex }: Record<string, unknown>,
  n: number,
): Packet {
  return {
    n,
    at: String(at),
    topic: String(topic),
    qos: Number(qos) || 0,
    retain: retain === true,
    dup: dup === true,
    size: Number(size) || 0,
    mid: Number(mid) || 0,
    ...(typeof payload === "string" ? { payload } : {}),
    ...(typeof hex === "string" ? { hex } : {}),
  };
}

/** Whether more was sent than the server shows. */
export function isCut({ payload, hex, size }: Packet): boolean {
  if (payload !== undefined) return new TextEncoder().encode(payload).length < size;
  return (hex?.length ?? 0) / 2 < size;
}

/** What to change in the payload of a message that was meant to be data; null when it is data, or text. */
export function hintOfPacket(packet: Packet): Hint | null {
  const isWhole = kindOf(packet.topic) === "message" && packet.payload !== undefined && !isCut(packet);
  return isWhole ? hintOfPayload(packet.payload ?? "") : null;
}

export interface Shown {
  readonly form: "text" | "json" | "hex" | "empty";
  readonly text: string;
}

/** The payload for people: JSON laid out, bytes in pairs. What is cut stays as it came. */
export function shownPayload(packet: Packet): Shown {
  if (packet.size === 0) return { form: "empty", text: "" };
  if (packet.payload === undefined) return { form: "hex", text: (packet.hex ?? "").replace(/../g, "$& ").trim() };
  const lines = kindOf(packet.topic) === "record" ? packet.payload.split("\n") : [packet.payload];
  const pretty = lines.map(prettyJson);
  const isJson = pretty.some((line, index) => line !== lines[index]);
  return { form: isJson ? "json" : "text", text: pretty.join("\n") };
}

function prettyJson(text: string): string {
  const value = parsed(text);
  return typeof value === "object" && value !== null ? jsonText(value, 2) : text;
}

export function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** The object of a JSON text that may have been cut inside its last string; null when it can't be read. */
export function parsedHead(text: string): Record<string, unknown> | null {
  // The cut may have gone through an escape, too.
  const value = parsed(text) ?? parsed(`${text}"}`) ?? parsed(`${text.replace(/\\(u[0-9a-fA-F]{0,3})?$/, "")}"}`);
  return isObject(value) ? value : null;
}
