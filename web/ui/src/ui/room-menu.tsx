/** Links from a session to its other pages: as icons where there is room, and in a menu with the downloads. */

import type { ComponentChildren, VNode } from "preact";
import { labPath } from "../base";
import { keepingRole } from "../model/own-role";
import { archivedLogAddress, logAddress } from "../net/http";
import { usePage } from "./context";
import { Icon, type IconName } from "./icons";
import { Downloads, Menu } from "./menu";
import { useRoomWords } from "./room-words";
import { useSessionsWords } from "./sessions-words";

interface Way {
  readonly name: string;
  readonly icon: IconName;
  readonly href: string;
}

export function SessionMenu({ children }: { children?: ComponentChildren }): VNode {
  const { session, role } = usePage();
  const words = useRoomWords();
  const ways: Way[] = [
    ...(role ? [{ name: words.board, icon: "chip", href: labPath(`/s/${session}/${role}/board`) } as const] : []),
    { name: words.devices, icon: "gauge", href: labPath(keepingRole(`/d/${session}`, role)) },
    { name: words.wire, icon: "packets", href: labPath(keepingRole(`/w/${session}`, role)) },
    { name: words.faults, icon: "bolt", href: labPath(keepingRole(`/f/${session}`, role)) },
    {
      name: words.search,
      icon: "search",
      href: labPath(keepingRole(`/search?session=${encodeURIComponent(session)}`, role)),
    },
    { name: words.lessons, icon: "book", href: labPath(keepingRole(`/lessons/?session=${session}`, role)) },
    { name: words.join, icon: "plus", href: labPath(`/s/${session}`) },
  ];
  return (
    <Ways ways={ways} logOf={(query) => logAddress(session, query)}>
      {children}
    </Ways>
  );
}

export function ArchiveMenu({ name, onDelete }: { name: string; onDelete: () => void }): VNode {
  const { mayManage } = usePage();
  const own = useSessionsWords();
  return (
    <Ways ways={[]} logOf={(query) => archivedLogAddress(name, query)}>
      {mayManage && (
        <button type="button" class="menu-danger" onClick={onDelete}>
          {own.deleteDots}
        </button>
      )}
    </Ways>
  );
}

interface WaysProps {
  readonly ways: readonly Way[];
  readonly logOf: (query: string) => string;
  /** What stands below the downloads. */
  readonly children?: ComponentChildren;
}

function Ways({ ways, logOf, children }: WaysProps): VNode {
  const roomWords = useRoomWords();
  return (
    <nav class="head-ways" aria-label={roomWords.menu}>
      {ways.map(({ name, icon, href }) => (
        <a key={href} class="btn btn-quiet round head-way" href={href} aria-label={name} title={name}>
          <Icon name={icon} />
        </a>
      ))}
      <Menu label={roomWords.menu} button={<Icon name="menu" />}>
        {ways.map(({ name, icon, href }) => (
          <a key={href} class="menu-way" href={href}>
            <Icon name={icon} /> {name}
          </a>
        ))}
        <Downloads addressOf={logOf} />
        {children}
        <OtherLanguage />
      </Menu>
    </nav>
  );
}

/** The site's own header, which has this too, gives way to the messages on a phone. */
function OtherLanguage(): VNode {
  const { otherLanguage, otherLanguageTag } = useRoomWords();
  const query = new URLSearchParams(location.search);
  query.set("lang", otherLanguageTag);
  return (
    <a class="menu-apart" href={`?${query}${location.hash}`} lang={otherLanguageTag} hreflang={otherLanguageTag}>
      {otherLanguage}
    </a>
  );
}
