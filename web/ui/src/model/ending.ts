/** What becomes of a window when its session has ended: nothing goes out, and what was said stays as it is. Pure. */

import { begin } from "./records";
import type { Event, Joined, Room } from "./room";

export const isOver = ({ state }: Pick<Room, "state">): boolean => state.phase === "ended";

const OF_A_LOG: ReadonlySet<Event["type"]> = new Set(["records", "behind", "answered", "older", "scanned"]);

/** After the end the session's files are in the archive, and what comes under its name is of another log. */
export const isOfALog = ({ type }: Event): boolean => OF_A_LOG.has(type);

/** Whether the lab says that the session is in the archive. */
export const isArchived = ({ state, lastSeq }: Joined): boolean => state.phase === "ended" && lastSeq === 0;

/** What changes in the window of a session that is in the archive. The outbox stays, too. */
export const archived = (room: Room, joined: Joined, now: number): Partial<Room> => ({
  phase: "live",
  liveSince: now,
  refusal: { reason: "", detail: "" },
  failures: 0,
  askAt: 0,
  log: room.log.last === null ? begin(room.log, [], 0) : { ...room.log, newest: room.log.last, suspect: false },
  state: { ...room.state, phase: "ended" },
  participants: joined.participants,
  broker: joined.broker,
  bridge: joined.bridge,
});
