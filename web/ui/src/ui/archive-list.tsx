import type { VNode } from "preact";
import { labPath } from "../base";
import { sizeText } from "../model/text";
import { dayText, exactText } from "../model/time";
import { archivedLogAddress } from "../net/http";
import type { ArchivedSummary } from "../net/sessions";
import { usePage } from "./context";
import { Icon } from "./icons";
import { Downloads, Menu } from "./menu";
import { useSessionsWords } from "./sessions-words";

interface Props {
  /** Null before the first answer. */
  readonly archived: readonly ArchivedSummary[] | null;
  readonly failed: boolean;
  readonly onDelete: (summary: ArchivedSummary) => void;
}

/** The archived sessions, closed until somebody opens the list. */
export function ArchiveList({ archived, failed, onDelete }: Props): VNode {
  const { words } = usePage();
  const own = useSessionsWords();
  return (
    <details class="archive">
      <summary>
        <h2>{own.archiveTitle}</h2>
        {archived && archived.length > 0 && <span class="count">{archived.length}</span>}
      </summary>
      <p class="lead-text">{own.archiveLead}</p>
      {failed && (
        <p class="alert alert-warning" role="status">
          {own.archiveUnreachable}
        </p>
      )}
      {archived === null && !failed && <p role="status">{words.loading}</p>}
      {archived?.length === 0 && <p class="archive-empty">{own.archiveEmpty}</p>}
      {archived && archived.length > 0 && (
        <ul class="cards">
          {archived.map((summary) => (
            <ArchivedCard key={summary.name} summary={summary} onDelete={() => onDelete(summary)} />
          ))}
        </ul>
      )}
    </details>
  );
}

function ArchivedCard({ summary, onDelete }: { summary: ArchivedSummary; onDelete: () => void }): VNode {
  const { words, lang, mayManage } = usePage();
  const own = useSessionsWords();
  const { name, session, startedAt, lastAt, lastSeq, size } = summary;
  const [first, last] = [startedAt, lastAt].map((at) => dayText(at, lang, Date.now()));
  return (
    <li class="session-card live-card">
      <div class="session-top">
        <h3 class="session-name">
          <a class="stretched-link" href={labPath(`/a/${name}`)}>
            {session}
          </a>
        </h3>
      </div>
      <Menu label={own.moreAbout(name)} button={<Icon name="more" />}>
        <Downloads addressOf={(query) => archivedLogAddress(name, query)} />
        {mayManage && (
          <button type="button" class="menu-danger" onClick={onDelete}>
            {own.deleteDots}
          </button>
        )}
      </Menu>
      <div class="session-facts">
        <span title={`${exactText(startedAt, lang)} – ${exactText(lastAt, lang)}`}>
          {own.from(first ?? "", last ?? "")}
        </span>
        <span>{words.messages(lastSeq)}</span>
        <span>{sizeText(size, lang)}</span>
      </div>
    </li>
  );
}
