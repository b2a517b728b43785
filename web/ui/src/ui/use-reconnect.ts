import { useEffect } from "preact/hooks";

/** Reconnect at once when the page is shown again or the network is back. */
export function useReconnect(connection: { reconnectNow(): void }): void {
  useEffect(() => {
    const reconnect = (): void => {
      if (!document.hidden) connection.reconnectNow();
    };
    document.addEventListener("visibilitychange", reconnect);
    window.addEventListener("online", reconnect);
    return () => {
      document.removeEventListener("visibilitychange", reconnect);
      window.removeEventListener("online", reconnect);
    };
  }, [connection]);
}
