import type { VNode } from "preact";
import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import { labPath } from "../base";
import { type Part, shownPart } from "../model/projector";
import type { Room } from "../model/room";
import type { SessionPhase } from "../model/session-state";
import { openStore } from "../net/storage";
import { BannerLine } from "./banner-line";
import { usePage } from "./context";
import { useLessonMenu } from "./lesson-controls";
import { Lobby } from "./lobby";
import type { MessageList } from "./message-list";
import { MessageToolsContext } from "./message-tools";
import { SessionNames } from "./names";
import { PinnedLine } from "./pinned-line";
import { PollPanel } from "./poll-panel";
import { ProjectorBar } from "./projector-bar";
import { People, RoomHeader } from "./room-header";
import { RoomLock } from "./room-lock";
import { SessionMenu } from "./room-menu";
import { RoomMessages } from "./room-messages";
import { useFullScreen } from "./room-page";
import { useRoomWords } from "./room-words";
import { TextSize } from "./text-size";
import { TypingLine } from "./typing-line";
import { useLink } from "./use-link";
import { useRoom } from "./use-room";

/** A session on a projector: the lobby before the lesson, then the conversation. */
export function ViewPage(): VNode {
  const { session } = usePage();
  const words = useRoomWords();
  const store = useMemo(() => openStore(null, session, ""), [session]);
  const [room, client] = useRoom(session, "", store);
  const [target, leave] = useLink();
  const list = useRef<MessageList>(null);
  const lesson = useLessonMenu(room);
  const [part, turn] = usePart(room);
  const { removed } = room.state;
  const tools = useMemo(() => ({ removed, hasMenu: false, speaking: null }), [removed]);
  useFullScreen();
  return (
    <SessionNames names={room.state.names}>
      <MessageToolsContext.Provider value={tools}>
        <div class="room onlooker">
          <RoomHeader back={labPath(`/s/${session}`)} title={session} menu={<SessionMenu>{lesson.items}</SessionMenu>}>
            <span class="looking-on">{words.lookingOn}</span>
            <People participants={room.participants} isKnown={room.phase !== "offline"} />
            <TextSize />
          </RoomHeader>
          <BannerLine room={room} onReconnect={() => client.reconnectNow()} />
          {part === "lobby" ? (
            <Lobby room={room} />
          ) : (
            <>
              <PinnedLine room={room} />
              <RoomMessages room={room} client={client} list={list} target={target} onLeave={leave} />
              <TypingLine typing={room.typing} />
            </>
          )}
          {lesson.dialog}
          <div class="desk">
            {part === "talk" && <PollPanel room={room} onVote={null} />}
            {room.state.phase === "ended" && <RoomLock lock="ended" />}
            <ProjectorBar part={part} onPart={turn} />
          </div>
        </div>
      </MessageToolsContext.Provider>
    </SessionNames>
  );
}

/** A part that was chosen stays until the lesson goes on to its next phase. */
function usePart({ state: { phase } }: Room): [Part, (part: Part) => void] {
  const [chosen, setChosen] = useState(() => partOfQuery(phase));
  const turn = useCallback((part: Part) => setChosen({ phase, part }), [phase]);
  return [shownPart(phase, chosen), turn];
}

/** The key of another projected page led here. */
function partOfQuery(phase: SessionPhase): { phase: SessionPhase; part: Part } | null {
  const part = new URLSearchParams(location.search).get("part");
  return part === "lobby" || part === "talk" ? { phase, part } : null;
}
