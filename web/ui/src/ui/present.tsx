import type { VNode } from "preact";
import { hueOf } from "../model/hue";
import { rolesOf } from "../model/session-list";
import { Avatar } from "./role-badge";
import { useSessionsWords } from "./sessions-words";
import { usePresence } from "./use-presence";

/** Who is in the session, live. */
export function Present({ session }: { session: string }): VNode {
  const own = useSessionsWords();
  const participants = usePresence(session);
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
      {away.length > 0 && <p class="present-none">{own.away(away.join(", "))}</p>}
    </section>
  );
}

const Person = ({ role }: { role: string }): VNode => (
  <li class={`present-one hue-${hueOf(role)}`}>
    <Avatar role={role} />
    <span>{role}</span>
  </li>
);
