/** The program of each session and role, kept in the browser. A browser that refuses storage costs only the keeping. */

import { storageKey } from "../base";
import type { Place } from "./topics";

const keyOf = ({ session, role }: Place): string => storageKey(`board/${session}/${role}`);

/** null when nothing was kept. */
export function keptCode(storage: Storage | null, place: Place): string | null {
  try {
    return storage?.getItem(keyOf(place)) ?? null;
  } catch {
    return null;
  }
}

export function keepCode(storage: Storage | null, place: Place, code: string): void {
  try {
    storage?.setItem(keyOf(place), code);
  } catch {
    // Full, or switched off.
  }
}
