/** Why one may not write in a session now. Pure. */

import { isOver } from "./ending";
import type { Room } from "./room";

export type Lock = "ended" | "muted" | "lobby" | "frozen" | "taken" | null;

/** `mayManage`: one may do what only a teacher may in a closed lab; in an open one everybody may. */
export function lockOf(room: Pick<Room, "state" | "role" | "refusal">, mayManage: boolean): Lock {
  const { phase, muted } = room.state;
  if (isOver(room)) return "ended";
  if (room.refusal.reason === "role-taken") return "taken";
  if (muted.has(room.role.toLowerCase())) return "muted";
  return !mayManage && (phase === "lobby" || phase === "frozen") ? phase : null;
}
