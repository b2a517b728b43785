import type { TargetedSubmitEvent, VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { labPath } from "../base";
import { roleIn, windowPath } from "../model/own-role";
import { isRunning } from "../model/search";
import { fetchSessions } from "../net/sessions";
import { usePage } from "./context";
import { Icon } from "./icons";
import { useRoomWords } from "./room-words";
import { SearchResults } from "./search-results";
import { useSearch } from "./use-search";

/** Search in one session or in all of them; the address holds the words, so it can be shared. */
export function SearchPage(): VNode {
  const words = useRoomWords();
  const [query] = useState(() => new URLSearchParams(location.search));
  const [text, setText] = useState(query.get("q") ?? "");
  const [session, setSession] = useState(query.get("session") ?? "");
  const { search, start, stop } = useSearch();
  useEffect(() => start(text, session), []);
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    history.replaceState(null, "", addressOf(text, session));
    start(text, session);
  };
  return (
    <div class="column search-page">
      <header class="page-head">
        <BackLink session={query.get("session") ?? ""} />
        <h1>{words.searchTitle}</h1>
        <p class="lead-text">{words.searchLead}</p>
      </header>
      <form class="panel search-form" role="search" onSubmit={submit}>
        <div class="search-words">
          <label class="form-label" for="q">
            {words.searchWords}
          </label>
          <input
            id="q"
            type="search"
            class="form-control"
            value={text}
            placeholder={words.searchPlaceholder}
            autocomplete="off"
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </div>
        <Where session={session} onChange={setSession} />
        {isRunning(search) ? (
          <button key="stop" type="button" class="btn btn-outline-secondary" onClick={stop}>
            {words.searchCancel}
          </button>
        ) : (
          <button key="go" type="submit" class="btn btn-primary">
            <Icon name="search" />
            {words.searchGo}
          </button>
        )}
      </form>
      <SearchResults search={search} onRetry={() => start(text, session)} />
    </div>
  );
}

function addressOf(text: string, session: string): string {
  const query = new URLSearchParams(location.search);
  for (const [key, value] of [
    ["q", text.trim()],
    ["session", session],
  ] as const) {
    if (value) query.set(key, value);
    else query.delete(key);
  }
  return `${location.pathname}?${query}`;
}

function BackLink({ session }: { session: string }): VNode {
  const { words } = usePage();
  return (
    <a class="back-link" href={labPath(session ? windowPath(session, roleIn(location.search)) : "/")}>
      <Icon name="back" />
      {session || words.allSessions}
    </a>
  );
}

function Where({ session, onChange }: { session: string; onChange: (session: string) => void }): VNode {
  const words = useRoomWords();
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    // Without the list one still searches everywhere, or where the address says.
    fetchSessions().then(
      (sessions) => setNames(sessions.map((one) => one.session)),
      () => undefined,
    );
  }, []);
  const all = session && !names.includes(session) ? [session, ...names] : names;
  return (
    <div class="search-where">
      <label class="form-label" for="where">
        {words.searchWhere}
      </label>
      <select id="where" class="form-select" value={session} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{words.searchAll}</option>
        {all.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
