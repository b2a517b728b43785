/** What stands in the place of the composer while the session's state lets one say nothing. */

import type { VNode } from "preact";
import { useCallback } from "preact/hooks";
import { labPath } from "../base";
import type { Lock } from "../model/lock";
import { archivedAs } from "../net/session-state";
import { usePage } from "./context";
import { LockedComposer } from "./locked-composer";
import { useRoomWords } from "./room-words";
import { usePolled } from "./use-polled";

/** The bridge moves the files just after its last record. */
const AGAIN_MS = 2_000;

export function RoomLock({ lock }: { lock: Exclude<Lock, null> }): VNode {
  const { session } = usePage();
  const words = useRoomWords();
  const { title, hint } = words.locked[lock];
  return (
    <LockedComposer title={title} hint={hint}>
      {lock === "ended" && <ArchiveLink />}
      {lock === "taken" && (
        <a class="btn btn-primary" href={labPath(`/s/${session}`)}>
          {words.otherRole}
        </a>
      )}
    </LockedComposer>
  );
}

function ArchiveLink(): VNode | null {
  const { session } = usePage();
  const words = useRoomWords();
  const ask = useCallback(() => archivedAs(session), [session]);
  const { value } = usePolled(ask, AGAIN_MS);
  if (!value) return null;
  return (
    <a class="btn btn-primary" href={labPath(`/a/${value}`)}>
      {words.toArchive}
    </a>
  );
}
