/** The wire of this page: its socket for the life of the page, its state redrawn when it has changed. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { newWire, reduce, type Wire, type WireEvent } from "../model/wire";
import { openWireSocket, type WireSocket } from "../net/wire-socket";
import { throttleDrawing } from "./throttle-drawing";
import { useReconnect } from "./use-reconnect";

export interface Watching {
  readonly wire: Wire;
  readonly socket: WireSocket;
  clear(): void;
}

export function useWire(session: string): Watching {
  const [wire, setWire] = useState<Wire>(() => newWire(session));
  const [socket, handle] = useMemo(() => {
    let known = newWire(session);
    const draw = throttleDrawing(() => setWire(known));
    const take = (event: WireEvent): void => {
      known = reduce(known, event, Date.now());
      draw();
    };
    return [openWireSocket(session), take] as const;
  }, [session]);
  useEffect(() => {
    socket.start(handle);
    return () => socket.stop();
  }, [socket, handle]);
  useReconnect(socket);
  return { wire, socket, clear: () => handle({ type: "clear" }) };
}
