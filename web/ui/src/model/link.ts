/** Permanent links: `#123` behind a session's page leads to record 123. */

import { labPath } from "../base";
import { windowPath } from "./own-role";

/** The `seq` that a fragment names; null when it names none. */
export function seqOf(fragment: string): number | null {
  const digits = /^#([1-9][0-9]{0,14})$/.exec(fragment)?.[1];
  return digits ? Number(digits) : null;
}

/** Where a record of an archived session stands. */
export const archivePath = (name: string, seq: number): string => labPath(`/a/${encodeURIComponent(name)}#${seq}`);

/** Where anybody may look at a record, whatever their role. */
export const recordPath = (session: string, seq: number): string => labPath(`/v/${encodeURIComponent(session)}#${seq}`);

/** A record in the window of a role. */
export const recordInWindow = (session: string, role: string, seq: number): string =>
  labPath(`${windowPath(session, role)}#${seq}`);
