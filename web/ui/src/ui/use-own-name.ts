/** Have the lab show the name that a person gave on the page of the session. */

import { useEffect, useRef } from "preact/hooks";
import { nameOf } from "../model/person-name";
import type { Room } from "../model/room";
import { askForEvent } from "../net/session-state";
import { browserStorage, nameGiven } from "../net/storage";

/** A name that the lab refuses is not worth more. */
const MOST_TRIES = 3;

/** A session that begins with its first message has no log before it, and takes no name: then it is tried again. */
export function useOwnName({ session, role, phase, log, state }: Room): void {
  const tries = useRef(0);
  const hasLog = (log.last ?? 0) > 0;
  const shown = nameOf(state.names, role);
  useEffect(() => {
    const name = nameGiven(browserStorage(), session, role);
    if (phase !== "live" || !hasLog || !name || name === shown || tries.current >= MOST_TRIES) return;
    tries.current += 1;
    askForEvent(session, "name-set", { role, name }).catch((error: unknown) => console.warn("name-set failed", error));
  }, [session, role, phase, hasLog, shown]);
}
