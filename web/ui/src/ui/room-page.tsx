import type { VNode } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { labPath } from "../base";
import { lockOf } from "../model/lock";
import { browserStorage, openStore, rememberRole } from "../net/storage";
import { BannerLine } from "./banner-line";
import { usePage } from "./context";
import { useLessonMenu } from "./lesson-controls";
import { useMentionSound } from "./mention-sound";
import type { MessageList } from "./message-list";
import { MessageMenu } from "./message-menu";
import { MessageToolsContext, type Speaking } from "./message-tools";
import { SessionNames } from "./names";
import { PinnedLine } from "./pinned-line";
import { PollPanel } from "./poll-panel";
import { QuickReplies } from "./quick-replies";
import { RoleBadge } from "./role-badge";
import { People, RoomHeader } from "./room-header";
import { RoomLock } from "./room-lock";
import { SessionMenu } from "./room-menu";
import { RoomMessages } from "./room-messages";
import { TypingLine } from "./typing-line";
import { useLink } from "./use-link";
import { useOwnName } from "./use-own-name";
import { useRoom } from "./use-room";
import { Writer, type WriterHandle } from "./writer";

/** The window of one role in one session. */
export function RoomPage(): VNode {
  const { session, role, words, mayManage } = usePage();
  const store = useMemo(() => openStore(browserStorage(), session, role), [session, role]);
  const [room, client] = useRoom(session, role, store);
  const [target, leave] = useLink();
  const list = useRef<MessageList>(null);
  const writer = useRef<WriterHandle>(null);
  useFullScreen();
  useEffect(() => rememberRole(browserStorage(), session, role), [session, role]);
  const lock = lockOf(room, mayManage);
  const lesson = useLessonMenu(room);
  useOwnName(room);
  const sound = useMentionSound(room);
  const sent = (): void => {
    if (target === null) list.current?.sent();
    else leave();
  };
  const { removed } = room.state;
  const speaking = useMemo((): Speaking | null => {
    if (lock !== null) return null;
    return {
      reply: (record) => writer.current?.reply(record),
      react: (seq, reaction) => writer.current?.react(seq, reaction),
    };
  }, [lock]);
  const tools = useMemo(() => ({ removed, hasMenu: true, speaking }), [removed, speaking]);
  return (
    <SessionNames names={room.state.names}>
      <MessageToolsContext.Provider value={tools}>
        <div class="room">
          <RoomHeader
            back={labPath(`/s/${session}`)}
            title={session}
            menu={
              <SessionMenu>
                {sound}
                {lesson.items}
              </SessionMenu>
            }
          >
            <span class="room-role">
              <span class="visually-hidden">{words.youAre(role)}</span>
              <span aria-hidden="true">
                <RoleBadge role={role} />
              </span>
            </span>
            <People
              participants={room.participants}
              isKnown={room.phase !== "offline"}
              onMention={(one) => writer.current?.mention(one)}
            />
          </RoomHeader>
          <BannerLine room={room} onReconnect={() => client.reconnectNow()} />
          <PinnedLine room={room} />
          <RoomMessages room={room} client={client} list={list} target={target} onLeave={leave} />
          {lesson.dialog}
          <TypingLine typing={room.typing} />
          <div class="desk">
            {lock === null ? (
              <>
                <PollPanel room={room} onVote={(choice) => writer.current?.send(choice)} />
                <QuickReplies log={room.log} onSend={(text) => writer.current?.send(text)} />
                <Writer client={client} store={store} handle={writer} onSent={sent} />
              </>
            ) : (
              <>
                <PollPanel room={room} onVote={null} />
                <RoomLock lock={lock} />
              </>
            )}
          </div>
          <MessageMenu room={room} />
        </div>
      </MessageToolsContext.Provider>
    </SessionNames>
  );
}

/** The window fills the screen, and only the messages scroll. */
export function useFullScreen(): void {
  useEffect(() => document.documentElement.classList.add("room-page"), []);
}
