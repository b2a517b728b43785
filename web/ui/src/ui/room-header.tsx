import type { ComponentChildren, VNode } from "preact";
import { hueOf } from "../model/hue";
import type { Participant } from "../model/record";
import { usePage } from "./context";
import { Icon } from "./icons";
import { Avatar } from "./role-badge";
import { useRoomWords } from "./room-words";

interface Props {
  readonly back: string;
  readonly title: string;
  readonly menu: VNode;
  /** What stands beside the title, and the people. */
  readonly children: ComponentChildren;
}

export function RoomHeader({ back, title, menu, children }: Props): VNode {
  return (
    <header class="room-head">
      <a class="btn btn-quiet round" href={back} aria-label={title} title={title}>
        <Icon name="back" />
      </a>
      <h1>{title}</h1>
      {children}
      {menu}
    </header>
  );
}

interface PeopleProps {
  readonly participants: readonly Participant[];
  /** False while there is no connection: then presence is unknown. */
  readonly isKnown: boolean;
  readonly onMention?: (role: string) => void;
}

export function People({ participants, isKnown, onMention }: PeopleProps): VNode {
  const { words } = usePage();
  return (
    // A list that scrolls needs the keyboard's focus somewhere: on its buttons or, without any, on itself.
    <ul class="people" aria-label={words.participants} {...(onMention ? {} : { tabIndex: 0 })}>
      {sorted(participants).map((one) => (
        <li key={one.role}>
          <Person participant={one} isKnown={isKnown} onMention={onMention} />
        </li>
      ))}
    </ul>
  );
}

interface PersonProps extends Pick<PeopleProps, "isKnown"> {
  readonly participant: Participant;
  readonly onMention: ((role: string) => void) | undefined;
}

function Person({ participant: { role, online }, isKnown, onMention }: PersonProps): VNode {
  const { words, role: own } = usePage();
  const { presenceUnknown } = useRoomWords();
  const knownState = online ? words.online : words.offline;
  const state = isKnown ? knownState : presenceUnknown;
  const inside = (
    <>
      <Avatar role={role} />
      <span class="person-name">{role === own ? words.you : role}</span>
      <span class={`presence ${isKnown && online ? "on" : "off"}`} />
      <span class="visually-hidden">({state})</span>
    </>
  );
  if (role === own || !onMention)
    return (
      <span class={`person hue-${hueOf(role)}`} title={`${role}: ${state}`}>
        {inside}
      </span>
    );
  return (
    <button
      type="button"
      class={`person hue-${hueOf(role)}`}
      title={`${words.mention(role)} (${state})`}
      onClick={() => onMention(role)}
    >
      {inside}
    </button>
  );
}

const sorted = (participants: readonly Participant[]): Participant[] =>
  [...participants].sort(
    (one, other) => Number(other.online) - Number(one.online) || one.role.localeCompare(other.role),
  );
