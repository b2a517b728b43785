import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { hueOf } from "../model/hue";
import type { Participant } from "../model/record";
import { rolesOf } from "../model/session-list";
import { freeSeat } from "../net/sessions";
import { usePage } from "./context";
import { useNameOf } from "./names";
import { Avatar } from "./role-badge";
import { useSessionsWords } from "./sessions-words";

/** Who is in the session; null while that is not known. */
export function Present({ participants }: { participants: readonly Participant[] | null }): VNode {
  const { isClosed, mayManage } = usePage();
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
      {isClosed && mayManage && present.length + away.length > 0 && <FreeSeats roles={[...present, ...away]} />}
    </section>
  );
}

/** A pupil who comes with another phone is somebody else to the lab, until the teacher frees the seat. */
function FreeSeats({ roles }: { roles: readonly string[] }): VNode {
  const { session } = usePage();
  const own = useSessionsWords();
  const nameOf = useNameOf();
  const [said, setSaid] = useState("");
  const free = (role: string): void => {
    freeSeat(session, role).then(
      () => setSaid(own.seatFreed(nameOf(role))),
      (error: Error) => setSaid(own.seatNotFreed(error.message)),
    );
  };
  return (
    <details class="free-seats">
      <summary>{own.freeSeat}</summary>
      <p class="form-text">{own.freeSeatHint}</p>
      <div class="name-buttons">
        {roles.map((role) => (
          <button key={role} type="button" class="btn btn-quiet btn-bordered" onClick={() => free(role)}>
            {nameOf(role)}
          </button>
        ))}
      </div>
      <p role="status">{said}</p>
    </details>
  );
}

const Person = ({ role }: { role: string }): VNode => (
  <li class={`present-one hue-${hueOf(role)}`}>
    <Avatar role={role} />
    <span title={role}>{useNameOf()(role)}</span>
  </li>
);
