import type { VNode } from "preact";
import { labPath } from "../base";
import { rolesOf } from "../model/session-list";
import { sizeText } from "../model/text";
import { agoText, exactText } from "../model/time";
import { logAddress } from "../net/http";
import type { SessionSummary } from "../net/sessions";
import { usePage } from "./context";
import { Icon } from "./icons";
import { Downloads, Menu } from "./menu";
import { NamesContext, useNameOf } from "./names";
import { Preview } from "./preview";
import { RoleBadge } from "./role-badge";
import { useSessionsWords } from "./sessions-words";

const FACES = 4;

interface MenuProps {
  readonly onArchive: () => void;
  readonly onDelete: () => void;
}

interface Props extends MenuProps {
  readonly summary: SessionSummary;
}

/** One session of the list. The whole card is a link, except for its menu. */
export function SessionCard({ summary, ...menu }: Props): VNode {
  const { words, lang } = usePage();
  const { session, last, lastAt, lastSeq, size, startedAt, participants, names } = summary;
  const now = Date.now();
  return (
    <NamesContext.Provider value={names}>
      <li class="session-card live-card">
        <div class="session-top">
          <h3 class="session-name">
            <a class="stretched-link" href={labPath(`/s/${session}`)}>
              {session}
            </a>
          </h3>
          {lastAt && (
            <time dateTime={lastAt} title={exactText(lastAt, lang)}>
              {agoText(lastAt, lang, now)}
            </time>
          )}
        </div>
        <SessionMenu session={session} {...menu} />
        <div class="session-last">
          {last ? (
            <>
              <RoleBadge role={last.role} /> <Preview record={last} />
            </>
          ) : (
            words.noMessageYet
          )}
        </div>
        <div class="session-facts">
          <span>{words.messages(lastSeq)}</span>
          <span>{sizeText(size, lang)}</span>
          {startedAt && <span title={exactText(startedAt, lang)}>{words.started(agoText(startedAt, lang, now))}</span>}
          <Faces roles={rolesOf(participants, true)} />
        </div>
      </li>
    </NamesContext.Provider>
  );
}

/** Who is present: the first few by name, the others by number. */
function Faces({ roles }: { roles: readonly string[] }): VNode | null {
  const words = useSessionsWords();
  const nameOf = useNameOf();
  if (roles.length === 0) return null;
  const shown = roles.slice(0, FACES).map(nameOf).join(", ");
  const others = roles.length - FACES;
  return (
    <span class="faces">
      <span class="live-dot" aria-hidden="true" />
      {words.present(others > 0 ? `${shown} ${words.andOthers(others)}` : shown)}
    </span>
  );
}

function SessionMenu({ session, onArchive, onDelete }: MenuProps & { session: string }): VNode {
  const { mayManage } = usePage();
  const own = useSessionsWords();
  return (
    <Menu label={own.moreAbout(session)} button={<Icon name="more" />}>
      <a href={labPath(`/v/${session}`)}>{mayManage ? own.projector : own.lookOn}</a>
      <a href={labPath(`/d/${session}`)}>{own.devices}</a>
      <a href={labPath(`/w/${session}`)}>{own.wire}</a>
      <Downloads addressOf={(query) => logAddress(session, query)} />
      {mayManage && (
        <>
          <button type="button" onClick={onArchive}>
            {own.archiveDots}
          </button>
          <button type="button" class="menu-danger" onClick={onDelete}>
            {own.deleteDots}
          </button>
        </>
      )}
    </Menu>
  );
}
