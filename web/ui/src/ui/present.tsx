import type { VNode } from "preact";
import { hueOf } from "../model/hue";
import type { Participant } from "../model/record";
import { rolesOf } from "../model/session-list";
import { useNameOf } from "./names";
import { Avatar } from "./role-badge";
import { useSessionsWords } from "./sessions-words";

/** Who is in the session; null while that is not known. */
export function Present({ participants }: { participants: readonly Participant[] | null }): VNode {
  const own = useSessionsWords();
  const nameOf = useNameOf();
  const present = rolesOf(participants ?? [], true);
  const away = rolesOf(participants ?? [], false);
  return (
    <section class="panel present" aria-labelledby="who-is-here">
      <h2 id="who-is-here" class="panel-title">
        {own.whoIsHere}
        {present.length > 0 && (
          <span class="count" aria-hidden="true">
            {present.length}
          </span>
        )}
      </h2>
      <p class="visually-hidden" role="status">
        {participants && own.peoplePresent(present.length)}
      </p>
      {participants === null && <p class="present-none">{own.presenceUnknown}</p>}
      {participants !== null && present.length === 0 && <p class="present-none">{own.nobodyHere}</p>}
      {present.length > 0 && (
        <ul class="present-list">
          {present.map((role) => (
            <Person key={role} role={role} />
          ))}
        </ul>
      )}
      {away.length > 0 && <p class="present-none">{own.away(away.map(nameOf).join(", "))}</p>}
    </section>
  );
}

const Person = ({ role }: { role: string }): VNode => (
  <li class={`present-one hue-${hueOf(role)}`}>
    <Avatar role={role} />
    <span title={role}>{useNameOf()(role)}</span>
  </li>
);
