import type { ComponentChildren, VNode } from "preact";
import { labPath } from "../base";
import { hueOf } from "../model/hue";
import type { Participant } from "../model/record";
import { usePage } from "./context";
import { Icon } from "./icons";
import { useNameOf } from "./names";
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
  const { isClosed, mayManage } = usePage();
  return (
    <header class="room-head">
      <a class="btn btn-quiet round" href={back} aria-label={title} title={title}>
        <Icon name="back" />
      </a>
      <h1>{title}</h1>
      {isClosed && mayManage && <TeacherBadge />}
      {children}
      {menu}
    </header>
  );
}

/** In a closed lab the teacher sees to have the teacher's rights, and where to leave them. */
function TeacherBadge(): VNode {
  const words = useRoomWords();
  const next = encodeURIComponent(location.pathname);
  return (
    <a class="teacher-badge" href={labPath(`/enter?next=${next}`)} title={words.teacherHint}>
      {words.teacher}
    </a>
  );
}

interface PeopleProps {
  readonly participants: readonly Participant[];
  /** False while there is no connection: then presence is unknown. */
  readonly isKnown: boolean;
  readonly onMention?: (role: string) => void;
}

export function People({ participants, isKnown, onMention }: PeopleProps): VNode {
  const { words, role: own } = usePage();
  return (
    // A list that scrolls needs the keyboard's focus somewhere: on its buttons or, without any, on itself.
    <ul class="people" aria-label={words.participants} {...(onMention ? {} : { tabIndex: 0 })}>
      {sorted(participants).map((one) => (
        <li key={one.role} class={one.role === own ? "own-person" : undefined}>
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
  const name = useNameOf()(role);
  const knownState = online ? words.online : words.offline;
  const state = isKnown ? knownState : presenceUnknown;
  const inside = (
    <>
      <Avatar role={role} />
      <span class="person-name">{role === own ? words.you : name}</span>
      <span class={`presence ${isKnown && online ? "on" : "off"}`} />
      <span class="visually-hidden">({state})</span>
    </>
  );
  if (role === own || !onMention)
    return (
      <span class={`person hue-${hueOf(role)}`} title={`${fullName(name, role)}: ${state}`}>
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

/** The name, with the role that others write after `@` where it is another. */
const fullName = (name: string, role: string): string => (name === role ? role : `${name} (${role})`);

const sorted = (participants: readonly Participant[]): Participant[] =>
  [...participants].sort(
    (one, other) => Number(other.online) - Number(one.online) || one.role.localeCompare(other.role),
  );
