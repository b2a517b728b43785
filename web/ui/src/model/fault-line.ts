/** A line of the fault lab as the lab tells it: docs/faults.md. What comes from the network is checked here. Pure. */

import { parseJson } from "./json";
import { isObject } from "./record";

export const FATES = ["passed", "lost", "doubled", "delayed", "slowed", "cut", "hung"] as const;
export type Fate = (typeof FATES)[number];

export interface PacketEvent {
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Counts the client's connections. */
  readonly connection: number;
  readonly direction: "up" | "down";
  readonly packet: string;
  readonly fate: Fate;
  readonly rules: readonly string[];
  readonly mid: number;
  readonly qos: number;
  readonly dup: boolean;
  readonly topic: string;
  /** The beginning of the payload. */
  readonly text: string;
}

export interface LineRun {
  readonly run: string;
  readonly qos: number;
  readonly withId: boolean;
  readonly count: number;
  readonly phase: string;
  readonly again: number;
  /** Milliseconds since 1970. */
  readonly began: number;
}

export interface FaultLine {
  readonly role: string;
  readonly port: number;
  readonly wsPort: number;
  readonly wsPath: string;
  readonly tls: boolean;
  readonly rules: readonly string[];
  readonly open: number;
  readonly runs: readonly LineRun[];
}

/** Packets that a page keeps. */
export const MOST_EVENTS = 600;

export function readLine(value: Readonly<Record<string, unknown>>): FaultLine {
  const { role, port, ws_port, ws_path, tls, rules, open, runs } = value;
  return {
    role: String(role ?? ""),
    port: Number(port) || 0,
    wsPort: Number(ws_port) || 0,
    wsPath: String(ws_path ?? ""),
    tls: tls === true,
    rules: stringsIn(rules),
    open: Number(open) || 0,
    runs: Array.isArray(runs) ? runs.filter(isObject).map(readRun) : [],
  };
}

function readRun({ run, qos, with_id, count, phase, again, began }: Record<string, unknown>): LineRun {
  return {
    run: String(run),
    qos: Number(qos) || 0,
    withId: with_id === true,
    count: Number(count) || 0,
    phase: String(phase),
    again: Number(again) || 0,
    began: (Number(began) || 0) * 1000,
  };
}

export function readEvents(value: unknown): PacketEvent[] {
  return Array.isArray(value) ? value.filter(isObject).map(readEvent) : [];
}

function readEvent(value: Record<string, unknown>): PacketEvent {
  const fate = FATES.find((one) => one === value["fate"]) ?? "passed";
  return {
    number: Number(value["number"]) || 0,
    at: (Number(value["at"]) || 0) * 1000,
    connection: Number(value["connection"]) || 0,
    direction: value["direction"] === "down" ? "down" : "up",
    packet: String(value["packet"] ?? ""),
    fate,
    rules: stringsIn(value["rules"]),
    mid: Number(value["mid"]) || 0,
    qos: Number(value["qos"]) || 0,
    dup: value["dup"] === true,
    topic: String(value["topic"] ?? ""),
    text: String(value["text"] ?? ""),
  };
}

const stringsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** The last packets, with new ones. */
export function withEvents(known: readonly PacketEvent[], fresh: readonly PacketEvent[]): readonly PacketEvent[] {
  const last = known.at(-1)?.number ?? 0;
  const added = fresh.filter(({ number }) => number > last);
  return added.length > 0 ? [...known, ...added].slice(-MOST_EVENTS) : known;
}

export interface Numbered {
  readonly run: string;
  readonly n: number;
}

/** The run and the number of a message of a run; null for any other payload. */
export function numberedIn(text: string): Numbered | null {
  if (!text.startsWith("{")) return null;
  let message: unknown;
  try {
    message = parseJson(text);
  } catch {
    return null;
  }
  return isObject(message) ? numbered(message) : null;
}

export function numbered({ run, n }: Readonly<Record<string, unknown>>): Numbered | null {
  return typeof run === "string" && run !== "" && typeof n === "number" && Number.isSafeInteger(n) && n > 0
    ? { run, n }
    : null;
}
