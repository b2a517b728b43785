import type { ComponentChildren, VNode } from "preact";
import type { RoomWords } from "../i18n/room";
import { cutAtBlocks } from "../model/code-blocks";
import { aroundWords, cutAtWords } from "../model/found-words";
import { archivePath, recordInWindow, recordPath } from "../model/link";
import { roleIn } from "../model/own-role";
import { type Hit, isRunning, progress, type Search } from "../model/search";
import { sizeText } from "../model/text";
import { dayText, exactText, hourText } from "../model/time";
import { usePage } from "./context";
import { Icon, type IconName } from "./icons";
import { NamesContext } from "./names";
import { previewOf } from "./preview";
import { RoleBadge } from "./role-badge";
import { useRoomWords } from "./room-words";
import { useHitNames } from "./use-hit-names";

export function SearchResults({ search, onRetry }: { search: Search; onRetry: () => void }): VNode {
  const namesOf = useHitNames(search.hits);
  return (
    <section class="search-results" aria-busy={isRunning(search)}>
      <Progress search={search} />
      <Outcome search={search} onRetry={onRetry} />
      {search.hits.length > 0 && (
        <ol class="hits">
          {search.hits.map((hit) => (
            <NamesContext.Provider key={pathOf(hit)} value={namesOf(hit)}>
              <HitLine hit={hit} words={search.words} />
            </NamesContext.Provider>
          ))}
        </ol>
      )}
    </section>
  );
}

function Progress({ search }: { search: Search }): VNode | null {
  const { lang } = usePage();
  const words = useRoomWords();
  if (search.phase === "waiting")
    return (
      <p class="search-waiting" role="status">
        {words.searchWaiting(search.ahead)}
      </p>
    );
  if (search.phase !== "searching") return null;
  const share = progress(search);
  const text =
    share === null ? words.searching : words.searchRead(sizeText(search.read, lang), sizeText(search.of, lang));
  const percent = share === null ? undefined : Math.round(share * 100);
  return (
    <div class="search-progress">
      <div
        class="search-bar"
        role="progressbar"
        aria-label={words.searching}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={text}
      >
        <div class="search-bar-filled" style={{ width: `${percent ?? 0}%` }} />
      </div>
      <span>{text}</span>
    </div>
  );
}

/** How many there are, or why there are none, and what to do then. */
function Outcome({ search, onRetry }: { search: Search; onRetry: () => void }): VNode {
  const words = useRoomWords();
  const { retry } = usePage().words;
  const count = search.hits.length;
  if (search.phase === "idle")
    return (
      <Notice icon="search" title={words.searchStart}>
        <p>{words.searchStartHint}</p>
      </Notice>
    );
  if (search.phase === "done" && count === 0) {
    return (
      <Notice icon="search" title={words.searchNothing(search.words)}>
        <p>{words.searchNothingHint}</p>
      </Notice>
    );
  }
  const trouble = troubleOf(search, words);
  if (trouble && count === 0) {
    return (
      <Notice icon="alert" title={trouble}>
        <button type="button" class="btn btn-quiet" onClick={onRetry}>
          {retry}
        </button>
      </Notice>
    );
  }
  const found = count > 0 ? words.searchFound(count) : "";
  return (
    <p class="search-count" role="status">
      {search.phase === "done" && search.more ? words.searchMore(count) : found}
      {trouble && <span class="search-trouble"> {trouble}</span>}
    </p>
  );
}

const Notice = ({ icon, title, children }: { icon: IconName; title: string; children: ComponentChildren }): VNode => (
  <div class="empty" role="status">
    <Icon name={icon} />
    <h2>{title}</h2>
    {children}
  </div>
);

function troubleOf({ phase, why }: Search, words: RoomWords): string {
  if (phase === "stopped") return words.searchStopped;
  if (phase === "busy") return words.searchBusy;
  if (phase === "replaced") return words.searchReplaced;
  if (phase === "broken") return words.searchBroke;
  if (phase !== "failed") return "";
  return why ? words.searchFailed(why) : words.searchUnreachable;
}

const pathOf = ({ session, archived, record: { seq } }: Hit): string =>
  archived ? archivePath(archived, seq) : recordPath(session, seq);

/** In the own window of the session where one came from; elsewhere one looks on. */
function ownPathOf(hit: Hit): string {
  const query = new URLSearchParams(location.search);
  const role = roleIn(location.search);
  const isOwn = role !== "" && !hit.archived && hit.session === query.get("session");
  return isOwn ? recordInWindow(hit.session, role, hit.record.seq) : pathOf(hit);
}

function HitLine({ hit, words }: { hit: Hit; words: string }): VNode {
  const { session, archived, record } = hit;
  const roomWords = useRoomWords();
  const { words: dictionary, lang } = usePage();
  const said = record.text || previewOf(record, dictionary, lang);
  return (
    <li>
      <a class="hit" href={ownPathOf(hit)}>
        <span class="hit-top">
          <RoleBadge role={record.role} />
          <span class="hit-session">{session}</span>
          {archived && (
            <span class="hit-archived" title={archived}>
              {roomWords.archived}
            </span>
          )}
          <time dateTime={record.at} title={exactText(record.at, lang)}>
            {dayText(record.at, lang, Date.now())}, {hourText(record.at, lang)}
          </time>
        </span>
        <span class="hit-text">
          {cutAtBlocks(aroundWords(said, words)).map(({ kind, shown }, index) => (
            <span key={index} class={kind === "block" ? "hit-code" : undefined}>
              <Marked text={shown} words={words} />
            </span>
          ))}
        </span>
      </a>
    </li>
  );
}

const Marked = ({ text, words }: { text: string; words: string }): VNode => (
  <>
    {cutAtWords(text, words).map((piece, index) =>
      piece.isFound ? <mark key={index}>{piece.text}</mark> : piece.text,
    )}
  </>
);
