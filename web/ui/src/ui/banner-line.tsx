import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Dictionary } from "../i18n";
import type { RoomWords } from "../i18n/room";
import { type Banner, bannerOf, RECONNECTED_MS } from "../model/banner";
import type { Refusal, Room } from "../model/room";
import { useAccessProblem } from "./access-notice";
import { usePage } from "./context";
import { useRoomWords } from "./room-words";

const AWAY = new Set(["offline", "server-away", "no-network"]);

export function BannerLine({ room, onReconnect }: { room: Room; onReconnect: () => void }): VNode {
  const { words } = usePage();
  const roomWords = useRoomWords();
  const hasNetwork = useNetwork();
  const now = useRedrawAt((room.liveSince ?? 0) + RECONNECTED_MS);
  const banner = bannerOf(room, now, hasNetwork);
  const isAway = banner !== null && AWAY.has(banner.kind);
  // A page that is refused is no outage, and has a notice of its own.
  if (useAccessProblem() !== null && isAway) return <div class="banner-place" role="status" />;
  return (
    <div class="banner-place" role="status">
      {banner && (
        <div class={`banner ${isAway ? "away" : banner.kind}`}>
          <span class="banner-dot" />
          <span>{isAway && room.role === "" ? roomWords.looksAway : bannerText(banner, words, roomWords)}</span>
          {isAway && (
            <button type="button" class="btn btn-sm btn-quiet" onClick={onReconnect}>
              {words.connectNow}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function bannerText(banner: Banner, words: Dictionary, roomWords: RoomWords): string {
  switch (banner.kind) {
    case "connecting":
      return words.connecting;
    case "offline":
      return words.offlineBanner;
    case "no-network":
      return roomWords.noNetwork;
    case "server-away":
      return roomWords.serverAway;
    case "reconnected":
      return words.reconnected;
    case "restarted":
      return roomWords.restarted;
    case "bridge-offline":
      return words.bridgeOffline;
    case "broker-offline":
      return words.brokerOffline;
    case "catching-up":
      return words.catchingUp(banner.count);
    case "refused":
      return refusalText(banner, words, roomWords);
  }
}

function refusalText({ reason, detail }: Refusal, words: Dictionary, roomWords: RoomWords): string {
  if (reason === "role-taken") return roomWords.roleTaken;
  if (reason === "teacher-role") return roomWords.teacherRole;
  return reason === "device-role" ? roomWords.deviceRole : words.refused(detail);
}

/** Whether the browser knows of any network. */
function useNetwork(): boolean {
  const [hasNetwork, setHasNetwork] = useState(navigator.onLine);
  useEffect(() => {
    const look = (): void => setHasNetwork(navigator.onLine);
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
    return () => {
      window.removeEventListener("online", look);
      window.removeEventListener("offline", look);
    };
  }, []);
  return hasNetwork;
}

/** The time now, and once more at `moment`, when time alone changes what is drawn. */
function useRedrawAt(moment: number): number {
  const [, redraw] = useState(0);
  useEffect(() => {
    const wait = moment - Date.now();
    if (wait <= 0) return undefined;
    const timer = setTimeout(() => redraw((times) => times + 1), wait + 20);
    return () => clearTimeout(timer);
  }, [moment]);
  return Date.now();
}
