/** What the line above the messages says about the connection. */

import { isOver } from "./ending";
import { lacking } from "./records";
import type { Refusal, Room } from "./room";

export type Banner =
  | { kind: "connecting" | "no-network" | "server-away" | "offline" }
  | { kind: "reconnected" | "restarted" | "bridge-offline" | "broker-offline" }
  | { kind: "catching-up"; count: number }
  | ({ kind: "refused" } & Refusal);

/** How long "reconnected" stays. */
export const RECONNECTED_MS = 3_000;
/** So few missing records are there before anybody reads that they are. */
const WORTH_SAYING = 50;

export function bannerOf(room: Room, now: number, hasNetwork = true): Banner | null {
  const { phase } = room;
  if (phase === "refused" || (phase === "joining" && room.refusal.reason)) return { kind: "refused", ...room.refusal };
  if (phase === "offline") return { kind: lossOf(room, hasNetwork) };
  if (phase === "live" && isOver(room)) return null;
  const count = lacking(room.log);
  if (phase === "catching-up" || (phase === "live" && count > WORTH_SAYING)) return { kind: "catching-up", count };
  if (phase !== "live") return { kind: "connecting" };
  if (room.broker === "offline") return { kind: "broker-offline" };
  if (room.bridge === "offline") return { kind: "bridge-offline" };
  if (!isFresh(room, now)) return null;
  return { kind: room.lostBy === "server" ? "restarted" : "reconnected" };
}

/** A lab on this very machine is reached without any network: so only a lost connection is reported. */
function lossOf({ lostBy }: Room, hasNetwork: boolean): "no-network" | "server-away" | "offline" {
  if (!hasNetwork) return "no-network";
  return lostBy === "server" ? "server-away" : "offline";
}

const isFresh = ({ reconnections, liveSince }: Room, now: number): boolean =>
  reconnections > 0 && liveSince !== null && now - liveSince < RECONNECTED_MS;
