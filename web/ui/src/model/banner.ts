/** What the line above the messages says about the connection. */

import { lacking } from "./records";
import type { Room } from "./room";

export type Banner =
  | { kind: "connecting" | "offline" | "reconnected" | "bridge-offline" | "broker-offline" }
  | { kind: "catching-up"; count: number }
  | { kind: "refused"; detail: string };

/** How long "reconnected" stays. */
export const RECONNECTED_MS = 3_000;
/** So few missing records are there before anybody reads that they are. */
const WORTH_SAYING = 50;

export function bannerOf(room: Room, now: number): Banner | null {
  const { phase } = room;
  if (phase === "refused") return { kind: "refused", detail: room.refusal };
  if (phase === "offline") return { kind: "offline" };
  const count = lacking(room.log);
  if (phase === "catching-up" || (phase === "live" && count > WORTH_SAYING)) return { kind: "catching-up", count };
  if (phase !== "live") return { kind: "connecting" };
  if (room.broker === "offline") return { kind: "broker-offline" };
  if (room.bridge === "offline") return { kind: "bridge-offline" };
  return isFresh(room, now) ? { kind: "reconnected" } : null;
}

const isFresh = ({ reconnections, liveSince }: Room, now: number): boolean =>
  reconnections > 0 && liveSince !== null && now - liveSince < RECONNECTED_MS;
