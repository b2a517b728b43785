import type { VNode } from "preact";
import { hueOf } from "../model/hue";
import type { Participant } from "../model/record";
import { logAddress } from "../net/http";
import { usePage } from "./context";
import { Icon } from "./icons";
import { Avatar, RoleBadge } from "./role-badge";

interface Props {
  readonly participants: readonly Participant[];
  readonly onMention: (role: string) => void;
}

export function RoomHeader({ participants, onMention }: Props): VNode {
  const { words, session, role } = usePage();
  return (
    <header class="room-head">
      <a class="btn btn-quiet round" href={`/s/${session}`} aria-label={session}><Icon name="back" /></a>
      <div class="room-title">
        <h1>{session}</h1>
        <span class="room-role"><span class="visually-hidden">{words.youAre(role)}</span><span aria-hidden="true"><RoleBadge role={role} /></span></span>
      </div>
      <ul class="people" aria-label={words.participants}>
        {sorted(participants).map((one) => (
          <Person key={one.role} participant={one} onMention={onMention} />
        ))}
      </ul>
      <Downloads />
    </header>
  );
}

function Person({ participant: { role, online }, onMention }: { participant: Participant; onMention: (role: string) => void }): VNode {
  const { words, role: own } = usePage();
  const state = online ? words.online : words.offline;
  const inside = (
    <>
      <Avatar role={role} />
      <span class="person-name">{role === own ? words.you : role}</span>
      <span class={`presence ${online ? "on" : "off"}`} />
      <span class="visually-hidden">({state})</span>
    </>
  );
  if (role === own) return <li class={`person hue-${hueOf(role)}`} title={`${role}: ${state}`}>{inside}</li>;
  return (
    <li>
      <button type="button" class={`person hue-${hueOf(role)}`} title={`${words.mention(role)} (${state})`} onClick={() => onMention(role)}>
        {inside}
      </button>
    </li>
  );
}

function Downloads(): VNode {
  const { words, session } = usePage();
  return (
    <details class="menu" onFocusOut={closeWhenLeft} onKeyDown={closeOnEscape}>
      <summary class="btn btn-quiet round" aria-label={words.download} title={words.download}><Icon name="download" /></summary>
      <div class="menu-items">
        <a href={logAddress(session, "txt")} download>{words.downloadTxt}</a>
        <a href={logAddress(session, "csv")} download>{words.downloadCsv}</a>
        <a href={logAddress(session, "log")} download>{words.downloadLog}</a>
      </div>
    </details>
  );
}

function closeWhenLeft(event: FocusEvent & { currentTarget: HTMLDetailsElement }): void {
  if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) event.currentTarget.open = false;
}

function closeOnEscape(event: KeyboardEvent & { currentTarget: HTMLDetailsElement }): void {
  if (event.key !== "Escape") return;
  event.currentTarget.open = false;
  event.currentTarget.querySelector("summary")?.focus();
}

const sorted = (participants: readonly Participant[]): Participant[] =>
  [...participants].sort((one, other) => Number(other.online) - Number(one.online) || one.role.localeCompare(other.role));
