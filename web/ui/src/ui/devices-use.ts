/** State of the devices page: the room, the devices, the series, and the role that sends commands. */

import { useEffect, useMemo, useReducer, useState } from "preact/hooks";
import { type DevicesWords, devicesWordsOf } from "../i18n/devices";
import type { SentCommand } from "../model/device-command";
import type { Device } from "../model/devices";
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
  return { client, live, sender: new DevicesSender(session, storage, draw) };
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

export interface Commanding {
  readonly sent: ReadonlyMap<string, SentCommand>;
  /** The command that waits until the visitor has said who sends it; null when none does. */
  readonly pending: { readonly device: Device; readonly command: string } | null;
  readonly isChoosing: boolean;
  readonly isFull: boolean;
  press(device: Device, command: string): void;
  choose(): void;
  chosen(role: string): void;
  cancel(): void;
}

/** Pressing commands; who sends is sent the first time. */
export function useCommands(sender: DevicesSender, now: number): Commanding {
  const [sent, setSent] = useState<ReadonlyMap<string, SentCommand>>(new Map());
  const [pending, setPending] = useState<Commanding["pending"]>(null);
  const [isChoosing, setChoosing] = useState(false);
  const [isFull, setFull] = useState(false);
  const send = (device: Device, command: string): void => {
    const id = sender.send(device.role, command);
    setFull(id === null);
    if (id !== null) setSent(new Map(sent).set(device.role, { id, command, at: now, lastSeq: device.lastSeq }));
  };
  const close = (): void => {
    setPending(null);
    setChoosing(false);
  };
  const press = (device: Device, command: string): void => {
    if (sender.role) return send(device, command);
    setPending({ device, command });
    setChoosing(true);
  };
  const chosen = (role: string): void => {
    sender.become(role);
    if (pending) send(pending.device, pending.command);
    close();
  };
  return { sent, pending, isChoosing, isFull, press, chosen, choose: () => setChoosing(true), cancel: close };
}
