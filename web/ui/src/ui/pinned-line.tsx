/** The message that is pinned: above the others, with the way to its place. */

import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { LabRecord } from "../model/record";
import type { Room } from "../model/room";
import { fetchRecords } from "../net/http";
import { askForEvent } from "../net/session-state";
import { usePage } from "./context";
import { Icon } from "./icons";
import { useNameOf } from "./names";
import { previewOf } from "./preview";
import { useRoomWords } from "./room-words";

export function PinnedLine({ room }: { room: Room }): VNode | null {
  const { words, lang, mayManage } = usePage();
  const own = useRoomWords();
  const nameOf = useNameOf();
  const record = usePinned(room);
  if (!record) return null;
  const unpin = (): void => {
    askForEvent(room.session, "message-unpinned", room.role ? { by: room.role } : {}).catch((error: unknown) =>
      console.warn("message-unpinned failed", error),
    );
  };
  return (
    <div class="pinned" role="note" aria-label={own.pinned}>
      <Icon name="pin" />
      <a href={`#${record.seq}`}>
        <strong>{nameOf(record.role)}</strong> <span>{previewOf(record, words, lang)}</span>
      </a>
      {mayManage && (
        <button type="button" class="btn btn-quiet" onClick={unpin}>
          {own.unpin}
        </button>
      )}
    </div>
  );
}

/** The record itself: one that this page holds, or the lab's. */
function usePinned({ session, state: { pinned, removed }, log }: Room): LabRecord | null {
  const held = log.records.find(({ seq }) => seq === pinned) ?? null;
  const [fetched, setFetched] = useState<LabRecord | null>(null);
  const isMissing = pinned !== null && held === null && fetched?.seq !== pinned;
  useEffect(() => {
    if (!isMissing || pinned === null) return;
    fetchRecords(session, { after: pinned - 1 }, 1).then(
      ({ records }) => setFetched(records.find(({ seq }) => seq === pinned) ?? null),
      (error: unknown) => console.warn("the pinned message could not be read", error),
    );
  }, [session, pinned, isMissing]);
  const record = held ?? (fetched?.seq === pinned ? fetched : null);
  return record && !removed.has(record.seq) ? record : null;
}
