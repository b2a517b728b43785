/** The room of this page: its client for the life of the page, its state redrawn when it has changed. */

import { useEffect, useMemo, useState } from "preact/hooks";
import type { Outbox } from "../model/outbox";
import { newRoom, type Room } from "../model/room";
import { fetchRecords } from "../net/http";
import { RoomClient } from "../net/room-client";
import { openWire } from "../net/socket";
import type { Store } from "../net/storage";
import { throttleDrawing } from "./throttle-drawing";
import { countInTitle } from "./title";
import { useReconnect } from "./use-reconnect";

export function useRoom(session: string, role: string, store: Store): [Room, RoomClient] {
  const [room, setRoom] = useState<Room>(() => newRoom(session, role));
  const client = useMemo(() => {
    const draw = throttleDrawing(() => setRoom(client.room));
    const title = countInTitle(document);
    let outbox: Outbox = [];
    const made: RoomClient = new RoomClient({
      session,
      role,
      store,
      wire: openWire(session),
      pull: (place, limit) => fetchRecords(session, place, limit),
      now: Date.now,
      changed: (changed) => {
        title(changed.log.last);
        // What one has written oneself is seen at once, whatever else comes.
        draw(changed.outbox !== outbox);
        outbox = changed.outbox;
      },
    });
    return made;
  }, [session, role, store]);
  useEffect(() => {
    client.start();
    return () => client.stop();
  }, [client]);
  useReconnect(client);
  useOtherWindows(client, store);
  return [room, client];
}

/** Drop what another window of this role takes out of the outbox that both share. */
function useOtherWindows(client: RoomClient, store: Store): void {
  useEffect(() => {
    const onStorage = (event: StorageEvent): void => {
      const id = event.key === null || event.newValue !== null ? null : store.idOf(event.key);
      if (id !== null) client.takenElsewhere(id);
    };
    window.addEventListener("storage", onStorage);
    return () => window.removeEventListener("storage", onStorage);
  }, [client, store]);
}
