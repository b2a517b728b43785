/** The room of this page: its client for the life of the page, its state redrawn when it has changed. */

import { useEffect, useMemo, useState } from "preact/hooks";
import type { Outbox } from "../model/outbox";
import { newRoom, type Room } from "../model/room";
import { fetchRecords } from "../net/http";
import { RoomClient } from "../net/room-client";
import { openWire } from "../net/socket";
import type { Store } from "../net/storage";
import { calmly } from "./calmly";
import { countInTitle } from "./title";

export function useRoom(session: string, role: string, store: Store): [Room, RoomClient] {
  const [room, setRoom] = useState<Room>(() => newRoom(session, role));
  const client = useMemo(() => {
    const draw = calmly(() => setRoom(client.room));
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
  useWakeUps(client, store);
  return [room, client];
}

/** Connect at once when the page or the network comes back; follow what other windows of this role do. */
function useWakeUps(client: RoomClient, store: Store): void {
  useEffect(() => {
    const hurry = (): void => {
      if (!document.hidden) client.hurry();
    };
    const shared = (event: StorageEvent): void => {
      const id = event.key === null || event.newValue !== null ? null : store.idOf(event.key);
      if (id !== null) client.takenElsewhere(id);
    };
    document.addEventListener("visibilitychange", hurry);
    window.addEventListener("online", hurry);
    window.addEventListener("storage", shared);
    return () => {
      document.removeEventListener("visibilitychange", hurry);
      window.removeEventListener("online", hurry);
      window.removeEventListener("storage", shared);
    };
  }, [client, store]);
}
