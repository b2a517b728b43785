/** Where one may go from a session: as icons where there is room, and all of it, with the downloads, in a menu. */

import type { VNode } from "preact";
import { labPath } from "../base";
import { archivedLogAddress, logAddress } from "../net/http";
import { usePage } from "./context";
import { Icon, type IconName } from "./icons";
import { Menu } from "./menu";
import { useRoomWords } from "./room-words";

interface Way {
  readonly name: string;
  readonly icon: IconName;
  readonly href: string;
}

export function SessionMenu(): VNode {
  const { session } = usePage();
  const words = useRoomWords();
  const ways: Way[] = [
    { name: words.devices, icon: "gauge", href: labPath(`/d/${session}`) },
    { name: words.wire, icon: "packets", href: labPath(`/w/${session}`) },
    { name: words.search, icon: "search", href: labPath(`/search?session=${encodeURIComponent(session)}`) },
    { name: words.join, icon: "plus", href: labPath(`/s/${session}`) },
  ];
  return <Ways ways={ways} logOf={(format) => logAddress(session, format)} />;
}

export const ArchiveMenu = ({ name }: { name: string }): VNode => (
  <Ways ways={[]} logOf={(format) => archivedLogAddress(name, format)} />
);

function Ways({ ways, logOf }: { ways: readonly Way[]; logOf: (format: "log" | "txt" | "csv") => string }): VNode {
  const { words } = usePage();
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
        <div class="menu-title">{words.download}</div>
        <a href={logOf("txt")} download>
          {words.downloadTxt}
        </a>
        <a href={logOf("csv")} download>
          {words.downloadCsv}
        </a>
        <a href={logOf("log")} download>
          {words.downloadLog}
        </a>
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
