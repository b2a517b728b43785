import type { VNode } from "preact";
import { useCallback, useMemo, useState } from "preact/hooks";
import { labPath } from "../base";
import { firstIn, lastIn } from "../model/excerpt";
import { archivePath } from "../model/link";
import { sessionOf } from "../model/names";
import { NO_STATE, type SessionState } from "../model/session-state";
import { fetchArchived, type Page, type Place } from "../net/http";
import { fetchArchivedState } from "../net/session-state";
import { deleteArchived } from "../net/sessions";
import { usePage } from "./context";
import { DeleteDialog } from "./delete-dialog";
import { Icon } from "./icons";
import { LinkedNotice } from "./linked-notice";
import { MessageList } from "./message-list";
import { MessageToolsContext } from "./message-tools";
import { SessionNames } from "./names";
import { RoomHeader } from "./room-header";
import { ArchiveMenu } from "./room-menu";
import { useFullScreen } from "./room-page";
import { useRoomWords } from "./room-words";
import { Talk } from "./talk";
import { TextSize } from "./text-size";
import { type Excerpts, useExcerpt } from "./use-excerpt";
import { useLink } from "./use-link";
import { usePolled } from "./use-polled";

/** An archived session, to read. */
export function ArchivePage({ name }: { name: string }): VNode {
  const words = useRoomWords();
  const [target, leave] = useLink();
  const pull = useCallback((place: Place | null, limit: number) => fetchArchived(name, place, limit), [name]);
  const excerpts = useExcerpt(pull, target);
  const [isDeleting, setDeleting] = useState(false);
  useFullScreen();
  const state = useArchivedState(name);
  const tools = useMemo(() => ({ removed: state.removed, hasMenu: false, speaking: null }), [state]);
  return (
    <SessionNames names={state.names}>
      <MessageToolsContext.Provider value={tools}>
        <div class="room onlooker">
          <RoomHeader
            back={labPath("/")}
            title={name}
            menu={<ArchiveMenu name={name} onDelete={() => setDeleting(true)} />}
          >
            <span class="looking-on" title={words.archivedNote}>
              {words.archived}
            </span>
            <span class="people" />
            <TextSize />
          </RoomHeader>
          <Archived name={name} pull={pull} excerpts={excerpts} target={target} onLeave={leave} />
          {isDeleting && (
            <DeleteDialog
              deletion={{ session: sessionOf(name), archived: name, count: null, act: () => deleteArchived(name) }}
              onClose={() => setDeleting(false)}
              onDone={() => location.assign(labPath("/"))}
            />
          )}
        </div>
      </MessageToolsContext.Provider>
    </SessionNames>
  );
}

function useArchivedState(name: string): SessionState {
  const ask = useCallback(() => fetchArchivedState(name), [name]);
  return usePolled(ask, 0).value ?? NO_STATE;
}

interface ArchivedProps {
  readonly pull: (place: Place | null, limit: number) => Promise<Page>;
  readonly name: string;
  readonly excerpts: Excerpts;
  readonly target: number | null;
  readonly onLeave: () => void;
}

function Archived({ name, pull, excerpts, target, onLeave }: ArchivedProps): VNode {
  const { words } = usePage();
  const roomWords = useRoomWords();
  const { reading, older, newer, retry } = excerpts;
  if (reading.state === "failed" && reading.reason === "no-session") return <NoArchive />;
  if (reading.state !== "ready")
    return <LinkedNotice state={reading.state} target={target ?? 0} onRetry={retry} onLeave={onLeave} />;
  const { excerpt } = reading;
  return (
    <Talk records={excerpt.records} pull={pull}>
      <MessageList
        key={target ?? "end"}
        records={excerpt.records}
        first={firstIn(excerpt)}
        last={lastIn(excerpt)}
        newest={excerpt.newest}
        target={target}
        label={words.messageLog(name)}
        quiet
        top={<p class="beginning">{words.beginning}</p>}
        words={words}
        roomWords={roomWords}
        linkTo={(seq) => archivePath(name, seq)}
        onOlder={older}
        onNewer={newer}
        onEnd={onLeave}
      />
    </Talk>
  );
}

function NoArchive(): VNode {
  const words = useRoomWords();
  return (
    <div class="messages-frame notice-frame">
      <div class="empty">
        <Icon name="search" />
        <h2>{words.noArchive}</h2>
        <p>{words.noArchiveHint}</p>
        <a class="btn btn-primary" href={labPath("/")}>
          {usePage().words.allSessions}
        </a>
      </div>
    </div>
  );
}
