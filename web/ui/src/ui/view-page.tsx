import type { VNode } from "preact";
import { useMemo, useRef } from "preact/hooks";
import { labPath } from "../base";
import { openStore } from "../net/storage";
import { BannerLine } from "./banner-line";
import { usePage } from "./context";
import type { MessageList } from "./message-list";
import { MessageToolsContext } from "./message-tools";
import { NamesContext } from "./names";
import { PinnedLine } from "./pinned-line";
import { People, RoomHeader } from "./room-header";
import { SessionMenu } from "./room-menu";
import { RoomMessages } from "./room-messages";
import { useFullScreen } from "./room-page";
import { useRoomWords } from "./room-words";
import { TextSize } from "./text-size";
import { TypingLine } from "./typing-line";
import { useLink } from "./use-link";
import { useRoom } from "./use-room";

/** A session as an onlooker sees it: on a projector, say. */
export function ViewPage(): VNode {
  const { session } = usePage();
  const words = useRoomWords();
  const store = useMemo(() => openStore(null, session, ""), [session]);
  const [room, client] = useRoom(session, "", store);
  const [target, leave] = useLink();
  const list = useRef<MessageList>(null);
  const { removed } = room.state;
  const tools = useMemo(() => ({ removed, hasMenu: false }), [removed]);
  useFullScreen();
  return (
    <NamesContext.Provider value={room.state.names}>
      <MessageToolsContext.Provider value={tools}>
        <div class="room onlooker">
          <RoomHeader back={labPath(`/s/${session}`)} title={session} menu={<SessionMenu />}>
            <span class="looking-on">{words.lookingOn}</span>
            <People participants={room.participants} isKnown={room.phase !== "offline"} />
            <TextSize />
          </RoomHeader>
          <BannerLine room={room} onReconnect={() => client.reconnectNow()} />
          <PinnedLine room={room} />
          <RoomMessages room={room} client={client} list={list} target={target} onLeave={leave} />
          <TypingLine typing={room.typing} />
        </div>
      </MessageToolsContext.Provider>
    </NamesContext.Provider>
  );
}
