/** What a projector shows of a session: which part, and which key turns to it. Pure. */

import { readDescription } from "./description";
import type { LabRecord, Participant } from "./record";
import type { SessionPhase } from "./session-state";

export type Part = "lobby" | "talk" | "chart" | "wire";
export const PARTS: readonly Part[] = ["lobby", "talk", "chart", "wire"];

const KEYS: Readonly<Record<string, Part>> = { l: "lobby", c: "talk", g: "chart", w: "wire" };

/** The part that a key turns to; null for another key. */
export const partOfKey = (key: string): Part | null => KEYS[key.toLowerCase()] ?? null;

export const keyOf = (part: Part): string =>
  Object.keys(KEYS)
    .find((key) => KEYS[key] === part)
    ?.toUpperCase() ?? "";

/** What is shown: what somebody chose in this phase, or what the phase asks for. */
export const shownPart = (
  phase: SessionPhase,
  chosen: { readonly phase: SessionPhase; readonly part: Part } | null,
): Part => (chosen?.phase === phase ? chosen.part : firstPart(phase));

const firstPart = (phase: SessionPhase): Part => (phase === "lobby" ? "lobby" : "talk");

export interface Arrived {
  readonly people: readonly string[];
  readonly devices: readonly string[];
}

/** Who is here, people apart from devices: a device has said what it is. */
export function arrived(participants: readonly Participant[], records: readonly LabRecord[]): Arrived {
  const described = new Set(
    records.filter(({ data }) => data !== undefined && readDescription(data) !== null).map(({ role }) => role),
  );
  const here = participants.filter(({ online }) => online).map(({ role }) => role);
  return {
    people: here.filter((role) => !described.has(role)),
    devices: here.filter((role) => described.has(role)),
  };
}
