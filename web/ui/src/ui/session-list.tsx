import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { labPath } from "../base";
import { matching } from "../model/session-list";
import type { SessionSummary } from "../net/sessions";
import { usePage } from "./context";
import { Icon } from "./icons";
import { SessionCard } from "./session-card";
import { useSessionsWords } from "./sessions-words";

interface Props {
  readonly sessions: readonly SessionSummary[];
  readonly onArchive: (summary: SessionSummary) => void;
  readonly onDelete: (summary: SessionSummary) => void;
}

/** The open sessions, filtered by name. */
export function SessionList({ sessions, onArchive, onDelete }: Props): VNode {
  const own = useSessionsWords();
  const [typed, setTyped] = useState("");
  const matches = matching(sessions, typed);
  return (
    <>
      <div class="finder">
        <label class="visually-hidden" for="find-session">
          {own.filter}
        </label>
        <input
          id="find-session"
          type="search"
          class="form-control"
          value={typed}
          placeholder={own.filter}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <span class="visually-hidden" role="status">
          {typed && own.found(matches.length)}
        </span>
      </div>
      {matches.length === 0 && <NoneMatches typed={typed} onAll={() => setTyped("")} />}
      {matches.length > 0 && (
        <ul class="cards" aria-labelledby="live-sessions">
          {matches.map((summary) => (
            <SessionCard
              key={summary.session}
              summary={summary}
              onArchive={() => onArchive(summary)}
              onDelete={() => onDelete(summary)}
            />
          ))}
        </ul>
      )}
    </>
  );
}

function NoneMatches({ typed, onAll }: { typed: string; onAll: () => void }): VNode {
  const own = useSessionsWords();
  return (
    <div class="empty">
      <p class="empty-title">{own.noneMatches(typed)}</p>
      <p>{own.noneMatchesHint}</p>
      <p>
        <button type="button" class="btn btn-link" onClick={onAll}>
          {own.showEvery}
        </button>
        {" · "}
        <a href={labPath(`/search?q=${encodeURIComponent(typed)}`)}>{own.searchMessages}</a>
      </p>
    </div>
  );
}

export function NoSessions(): VNode {
  const { words } = usePage();
  return (
    <div class="empty">
      <Icon name="chat" />
      <p class="empty-title">{words.noSessions}</p>
      <p>{words.noSessionsHint}</p>
    </div>
  );
}

export function Waiting(): VNode {
  const { words } = usePage();
  return (
    <div class="cards" role="status">
      <span class="visually-hidden">{words.loading}</span>
      <div class="session-card ghost" />
      <div class="session-card ghost" />
      <div class="session-card ghost" />
    </div>
  );
}
