/** State of the devices page: the room, the devices, the series, and the role that sends commands. */

import { useEffect, useMemo, useReducer, useState } from "preact/hooks";
import { type DevicesWords, devicesWordsOf } from "../i18n/devices";
import type { Command } from "../model/description";
import { type SentCommands, sentKey } from "../model/device-command";
import type { Device } from "../model/devices";
import { roleIn } from "../model/own-role";
import type { Leaf } from "../model/paths";
import type { Room } from "../model/room";
import { DevicesLive } from "../net/devices-live";
import { DevicesSender } from "../net/devices-sender";
import { fetchRecords, type Page, type Place } from "../net/http";
import { RoomClient } from "../net/room-client";
import { fetchAnnouncements, fetchSeries } from "../net/series";
import { openWire } from "../net/socket";
import { browserStorage, openStore } from "../net/storage";
import { usePage } from "./context";
import { throttleDrawing } from "./throttle-drawing";
import { useReconnect } from "./use-reconnect";

const TICK_MS = 1_000;

export const useDevicesWords = (): DevicesWords => devicesWordsOf(usePage().lang);

export interface Lab {
  readonly client: RoomClient;
  readonly live: DevicesLive;
  readonly sender: DevicesSender;
}

/** Everything of this page, and its life; drawn again at most once a frame, and not while hidden. */
export function useLab(session: string): Lab {
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  const lab = useMemo(
    () =>
      openLab(
        session,
        throttleDrawing(() => redraw(undefined)),
      ),
    [session],
  );
  useEffect(() => {
    lab.client.start();
    lab.sender.start();
    return () => {
      lab.client.stop();
      lab.live.stop();
      lab.sender.stop();
    };
  }, [lab]);
  useReconnect(lab.client);
  return lab;
}

function openLab(session: string, draw: () => void): Lab {
  const storage = browserStorage();
  const pull = (place: Place, limit: number): Promise<Page> => fetchRecords(session, place, limit);
  const live = new DevicesLive({
    history: (points) => fetchSeries(session, points),
    announcements: () => fetchAnnouncements(session),
    pull,
    changed: draw,
  });
  const client = new RoomClient({
    session,
    role: "",
    store: openStore(null, session, ""),
    wire: openWire(session),
    pull,
    now: Date.now,
    changed: (room: Room) => live.take(room),
  });
  return { client, live, sender: new DevicesSender(session, storage, draw, roleIn(location.search)) };
}

/** The time by the lab's clock, ticking every second while somebody can see it. */
export function useNow(ahead: number): number {
  const [, tick] = useReducer((times: number) => times + 1, 0);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) tick(undefined);
    }, TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return Date.now() - ahead;
}

/** A command that is to be sent: its words, and the value that will tell that it is done; null when none does. */
interface Order {
  readonly device: Device;
  readonly command: Command;
  readonly text: string;
  readonly wanted: Leaf;
}

export interface Commanding {
  readonly sent: SentCommands;
  /** The command that waits until the visitor has said who sends it; null when none does. */
  readonly pending: Order | null;
  readonly isChoosing: boolean;
  readonly isFull: boolean;
  give(order: Order): void;
  choose(): void;
  chosen(role: string): void;
  cancel(): void;
}

/** Giving commands; who gives them is asked the first time. */
export function useCommands(sender: DevicesSender): Commanding {
  const [sent, setSent] = useState<SentCommands>(new Map());
  const [pending, setPending] = useState<Order | null>(null);
  const [isChoosing, setChoosing] = useState(false);
  const [isFull, setFull] = useState(false);
  const send = ({ device, command, text, wanted }: Order): void => {
    const id = sender.send(device.role, text);
    setFull(id === null);
    if (id === null) return;
    const given = { id, command, text, wanted, at: Date.now() };
    setSent((before) => new Map(before).set(sentKey(device.role, command), given));
  };
  const close = (): void => {
    setPending(null);
    setChoosing(false);
  };
  const give = (order: Order): void => {
    if (sender.role) return send(order);
    setPending(order);
    setChoosing(true);
  };
  const chosen = (role: string): void => {
    sender.become(role);
    if (pending) send(pending);
    close();
  };
  return { sent, pending, isChoosing, isFull, give, chosen, choose: () => setChoosing(true), cancel: close };
}
