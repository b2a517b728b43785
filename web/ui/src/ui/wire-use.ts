/** The wire of this page: its socket for the life of the page, its state redrawn when it has changed. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { newWire, reduce, type Wire, type WireEvent } from "../model/wire";
import { openWireSocket, type WireSocket } from "../net/wire-socket";
import { calmly } from "./calmly";

export interface Watching {
  readonly wire: Wire;
  readonly socket: WireSocket;
  clear(): void;
}

export function useWire(session: string): Watching {
  const [wire, setWire] = useState<Wire>(() => newWire(session));
  const [socket, handle] = useMemo(() => {
    let known = newWire(session);
    const draw = calmly(() => setWire(known));
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
  useWakeUps(socket);
  return { wire, socket, clear: () => handle({ type: "clear" }) };
}

/** Connect at once when the page or the network comes back. */
function useWakeUps(socket: WireSocket): void {
  useEffect(() => {
    const hurry = (): void => {
      if (!document.hidden) socket.hurry();
    };
    document.addEventListener("visibilitychange", hurry);
    window.addEventListener("online", hurry);
    return () => {
      document.removeEventListener("visibilitychange", hurry);
      window.removeEventListener("online", hurry);
    };
  }, [socket]);
}
