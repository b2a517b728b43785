import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { agoText, exactText } from "../model/time";
import { sizeText } from "../model/text";
import { fetchSessions, type SessionSummary } from "../net/http";
import { usePage } from "./context";
import { Icon } from "./icons";
import { NewSession } from "./new-session";
import { Preview } from "./preview";
import { RoleBadge } from "./role-badge";

const REFRESH_MS = 3000;

interface Listing {
  /** Null before the first answer. */
  readonly sessions: readonly SessionSummary[] | null;
  readonly failed: boolean;
}

export function SessionsPage(): VNode {
  const { words } = usePage();
  const { sessions, failed } = useSessions();
  return (
    <div class="column">
      <header class="page-head">
        <h1>{words.sessions}</h1>
        <p class="lead-text">{words.sessionsLead}</p>
      </header>
      <NewSession />
      {failed && <p class="alert alert-warning" role="status">{words.sessionsUnreachable}</p>}
      {sessions === null && !failed && <Waiting />}
      {sessions?.length === 0 && <NoSessions />}
      {sessions && sessions.length > 0 && (
        <ul class="cards" aria-label={words.sessions}>
          {sessions.map((summary) => (
            <SessionCard key={summary.session} summary={summary} />
          ))}
        </ul>
      )}
    </div>
  );
}

/** The list, read again and again while somebody looks at it. */
function useSessions(): Listing {
  const [listing, setListing] = useState<Listing>({ sessions: null, failed: false });
  useEffect(() => {
    let asking = false;
    const refresh = async (): Promise<void> => {
      if (asking || document.hidden) return;
      asking = true;
      const sessions = await fetchSessions().catch(() => null);
      asking = false;
      setListing((before) => ({ sessions: sessions ?? before.sessions, failed: sessions === null }));
    };
    const again = (): void => void refresh();
    again();
    const timer = setInterval(again, REFRESH_MS);
    document.addEventListener("visibilitychange", again);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", again);
    };
  }, []);
  return listing;
}

function SessionCard({ summary }: { summary: SessionSummary }): VNode {
  const { words, lang } = usePage();
  const { session, last, lastAt, lastSeq, size, startedAt } = summary;
  const now = Date.now();
  return (
    <li>
      <a class="session-card" href={`/s/${session}`}>
        <span class="session-top">
          <span class="session-name">{session}</span>
          {lastAt && <time dateTime={lastAt} title={exactText(lastAt, lang)}>{agoText(lastAt, lang, now)}</time>}
        </span>
        <span class="session-last">
          {last ? <><RoleBadge role={last.role} /> <Preview record={last} /></> : words.noMessageYet}
        </span>
        <span class="session-facts">
          <span>{words.messages(lastSeq)}</span>
          <span>{sizeText(size, lang)}</span>
          {startedAt && <span title={exactText(startedAt, lang)}>{words.started(agoText(startedAt, lang, now))}</span>}
        </span>
      </a>
    </li>
  );
}

function Waiting(): VNode {
  const { words } = usePage();
  return (
    <div class="cards" role="status" aria-label={words.loading}>
      <div class="session-card ghost" />
      <div class="session-card ghost" />
      <div class="session-card ghost" />
    </div>
  );
}

function NoSessions(): VNode {
  const { words } = usePage();
  return (
    <div class="empty">
      <Icon name="chat" />
      <h2>{words.noSessions}</h2>
      <p>{words.noSessionsHint}</p>
    </div>
  );
}
