import type { VNode } from "preact";
import { labPath } from "../base";
import { logAddress } from "../net/http";
import { usePage } from "./context";
import { Icon, type IconName } from "./icons";
import { DownloadLinks, Menu } from "./menu";
import { useSessionsWords } from "./sessions-words";

/** What one can look at in this session without a role. */
export function SessionLinks(): VNode {
  const { words, session, mayManage } = usePage();
  const own = useSessionsWords();
  return (
    <div class="session-ways">
      <Link
        icon="eye"
        href={labPath(`/v/${session}`)}
        title={mayManage ? own.projector : own.lookOn}
        about={mayManage ? own.projectorAbout : own.lookOnAbout}
      />
      <Link icon="gauge" href={labPath(`/d/${session}`)} title={own.devices} about={own.devicesAbout} />
      <Link icon="packets" href={labPath(`/w/${session}`)} title={own.wire} about={own.wireAbout} />
      <Link icon="bolt" href={labPath(`/f/${session}`)} title={own.faults} about={own.faultsAbout} />
      <Link icon="search" href={labPath(`/search?session=${session}`)} title={own.search} about={own.searchAbout} />
      {mayManage && (
        <Link icon="board" href={labPath(`/boards?session=${session}`)} title={own.boards} about={own.boardsAbout} />
      )}
      <div class="session-way way-download">
        <span class="way-words">
          <span class="way-title">{words.download}</span>
          <span class="way-about">xlsx · csv · txt · log</span>
        </span>
        <Menu label={`${words.download}: ${session}`} button={<Icon name="download" />}>
          <DownloadLinks addressOf={(query) => logAddress(session, query)} />
        </Menu>
      </div>
    </div>
  );
}

const Link = ({ icon, href, title, about }: { icon: IconName; href: string; title: string; about: string }): VNode => (
  <a class="session-way" href={href}>
    <Icon name={icon} />
    <span class="way-words">
      <span class="way-title">{title}</span>
      <span class="way-about">{about}</span>
    </span>
  </a>
);
