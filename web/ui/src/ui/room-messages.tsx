/** The messages of a live session: its newest, or, behind a link, what stands around an older record. */

import type { RefObject, VNode } from "preact";
import { useCallback, useContext, useMemo } from "preact/hooks";
import { type Excerpt, firstIn, lastIn } from "../model/excerpt";
import { recordPath } from "../model/link";
import type { Item } from "../model/outbox";
import { firstOf } from "../model/records";
import type { Room } from "../model/room";
import { fetchRecords, type Page, type Place } from "../net/http";
import type { RoomClient } from "../net/room-client";
import { usePage } from "./context";
import { Icon } from "./icons";
import { LinkedNotice } from "./linked-notice";
import { MessageList } from "./message-list";
import { MessageToolsContext } from "./message-tools";
import { PendingLine } from "./pending-line";
import { useRoomWords } from "./room-words";
import { Talk } from "./talk";
import { type Excerpts, useExcerpt } from "./use-excerpt";

interface Props {
  readonly room: Room;
  readonly client: RoomClient;
  readonly list: RefObject<MessageList | null>;
  readonly target: number | null;
  readonly onLeave: () => void;
}

interface Pull {
  readonly pull: (place: Place | null, limit: number) => Promise<Page>;
}

export function RoomMessages(props: Props): VNode {
  const { room, target, onLeave } = props;
  const { session } = usePage();
  const pull = useCallback(
    (place: Place | null, limit: number) => fetchRecords(session, place ?? { after: 0 }, limit),
    [session],
  );
  const isFar = target !== null && room.log.last !== null && target < firstOf(room.log);
  const excerpts = useExcerpt(pull, target, isFar);
  if (target === null || (room.log.last !== null && target <= room.log.last && !isFar))
    return <LiveList {...props} pull={pull} />;
  const { reading } = excerpts;
  if (isFar && reading.state === "ready")
    return <FarList {...props} pull={pull} target={target} excerpt={reading.excerpt} excerpts={excerpts} />;
  const state = isFar ? reading.state : "missing";
  return (
    <LinkedNotice
      state={room.log.last === null ? "loading" : state}
      target={target}
      onRetry={excerpts.retry}
      onLeave={onLeave}
    />
  );
}

function LiveList({ room, client, list, target, onLeave, pull }: Props & Pull): VNode {
  const { words, session } = usePage();
  const roomWords = useRoomWords();
  return (
    <Talk records={room.log.records} pull={pull} pending={room}>
      <MessageList
        key={target ?? "live"}
        handle={list}
        records={room.log.records}
        first={firstOf(room.log)}
        last={room.log.last ?? 0}
        newest={room.log.last ?? 0}
        target={target}
        label={words.messageLog(session)}
        quiet={room.phase !== "live"}
        top={<Top room={room} />}
        words={words}
        roomWords={roomWords}
        linkTo={(seq) => recordPath(session, seq)}
        onOlder={() => void client.older()}
        onReading={(from) => client.reading(from)}
        onEnd={onLeave}
      >
        {room.outbox.filter(isShown).map((item: Item) => (
          <PendingLine
            key={item.id}
            item={item}
            connected={room.phase === "live"}
            onRetry={(id) => client.retry(id)}
            onDiscard={(id) => client.discard(id)}
          />
        ))}
      </MessageList>
    </Talk>
  );
}

/** A reaction on its way stands at its message. */
const isShown = ({ reaction, state }: Item): boolean => reaction === undefined || state === "failed";

type FarProps = Props & Pull & { readonly target: number; readonly excerpt: Excerpt; readonly excerpts: Excerpts };

function FarList({ room, list, target, excerpt, excerpts, onLeave, pull }: FarProps): VNode {
  const { words, session } = usePage();
  const roomWords = useRoomWords();
  const records = useMemo(() => [...excerpt.records, ...room.log.records], [excerpt.records, room.log.records]);
  return (
    <Talk records={records} pull={pull} pending={room}>
      <MessageList
        key={`far-${target}`}
        isDetached
        handle={list}
        records={excerpt.records}
        first={firstIn(excerpt)}
        last={lastIn(excerpt)}
        newest={Math.max(excerpt.newest, room.log.last ?? 0)}
        target={target}
        label={words.messageLog(session)}
        quiet
        top={<p class="beginning">{words.beginning}</p>}
        words={words}
        roomWords={roomWords}
        linkTo={(seq) => recordPath(session, seq)}
        onOlder={excerpts.older}
        onNewer={excerpts.newer}
        onEnd={onLeave}
      />
    </Talk>
  );
}

function Top({ room }: { room: Room }): VNode | null {
  const { words } = usePage();
  const roomWords = useRoomWords();
  const { log, outbox } = room;
  const mayWrite = useContext(MessageToolsContext).speaking !== null;
  if (log.last === null) return null;
  if (outbox.length > 0 || log.records.some(({ event }) => !event)) return <p class="beginning">{words.beginning}</p>;
  return (
    <div class="empty">
      <Icon name="chat" />
      <h2>{mayWrite ? words.nothingYet : roomWords.emptyView}</h2>
      <p>{mayWrite ? words.nothingYetHint : roomWords.emptyViewHint}</p>
    </div>
  );
}
