import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { labPath } from "../base";
import {
  type ArchivedSummary,
  deleteArchived,
  deleteSession,
  fetchArchive,
  fetchSessions,
  type SessionSummary,
} from "../net/sessions";
import { useAccessProblem } from "./access-notice";
import { ArchiveDialog } from "./archive-dialog";
import { ArchiveList } from "./archive-list";
import { usePage } from "./context";
import { DeleteDialog, type Deletion } from "./delete-dialog";
import { NewSession } from "./new-session";
import { NoSessions, SessionList, Waiting } from "./session-list";
import { useSessionsWords } from "./sessions-words";
import { usePolled } from "./use-polled";

const REFRESH_MS = 3000;
/** Past sessions seldom change. */
const ARCHIVE_REFRESH_MS = 30_000;

/** All sessions: begin one, enter one, look at those that are over. */
export function SessionsPage(): VNode {
  const { words, mayManage } = usePage();
  const own = useSessionsWords();
  const live = usePolled(fetchSessions, REFRESH_MS);
  const past = usePolled(fetchArchive, ARCHIVE_REFRESH_MS);
  const [leaving, setLeaving] = useState<SessionSummary | null>(null);
  const [done, setDone] = useState("");
  const isRefused = useAccessProblem() !== null;
  const [deletion, setDeletion] = useState<Deletion | null>(null);
  const finish = (message: string): void => {
    setLeaving(null);
    setDeletion(null);
    setDone(message);
    live.again();
    past.again();
  };
  return (
    <div class="column">
      <header class="page-head">
        <h1>{words.sessions}</h1>
        <p class="lead-text">{words.sessionsLead}</p>
      </header>
      <NewSession />
      <section class="live-sessions" aria-labelledby="live-sessions">
        <div class="section-head">
          <h2 id="live-sessions">{own.live}</h2>
          <nav class="section-links" aria-label={own.more}>
            {mayManage && <a href={labPath("/boards")}>{own.boards}</a>}
            <a href={labPath("/search")}>{own.searchMessages}</a>
          </nav>
        </div>
        <p class="visually-hidden" role="status">
          {done}
        </p>
        {live.failed && !isRefused && (
          <p class="alert alert-warning" role="status">
            {words.sessionsUnreachable}
          </p>
        )}
        {live.value === null && !live.failed && <Waiting />}
        {live.value?.length === 0 && <NoSessions />}
        {live.value && live.value.length > 0 && (
          <SessionList
            sessions={live.value}
            onArchive={setLeaving}
            onDelete={(summary) => setDeletion(deletionOf(summary))}
          />
        )}
      </section>
      <ArchiveList
        archived={past.value}
        failed={past.failed && !isRefused}
        onDelete={(summary) => setDeletion(deletionOfArchived(summary))}
      />
      {leaving && (
        <ArchiveDialog
          summary={leaving}
          onClose={() => setLeaving(null)}
          onDone={() => finish(own.archived(leaving.session))}
        />
      )}
      {deletion && (
        <DeleteDialog
          deletion={deletion}
          onClose={() => setDeletion(null)}
          onDone={() => finish(own.deleted(deletion.archived || deletion.session))}
        />
      )}
    </div>
  );
}

const deletionOf = ({ session, lastSeq }: SessionSummary): Deletion => ({
  session,
  archived: "",
  count: lastSeq,
  act: () => deleteSession(session),
});

const deletionOfArchived = ({ session, lastSeq, name }: ArchivedSummary): Deletion => ({
  session,
  archived: name,
  count: lastSeq,
  act: () => deleteArchived(name),
});
