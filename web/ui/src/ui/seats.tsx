import type { VNode } from "preact";
import { labPath } from "../base";
import { usePage } from "./context";
import { Icon } from "./icons";
import { ContinueAs, NameForm } from "./name-form";
import { Avatar } from "./role-badge";
import { useSessionsWords } from "./sessions-words";

/** Where one takes a seat: with a name of one's own, or in one of the two roles of the first lesson. */
export function Seats({ taken }: { taken: readonly string[] }): VNode {
  const { words } = usePage();
  const own = useSessionsWords();
  return (
    <section class="take-seat" aria-labelledby="take-role">
      <h2 id="take-role" class="panel-title">
        {own.takeRole}
      </h2>
      <ContinueAs />
      <NameForm taken={taken} />
      <details class="try-alone">
        <summary>{own.tryAlone}</summary>
        <p class="lead-text seats-lead">{words.chooseRoleLead}</p>
        <div class="seats">
          <Seat role="usuario" about={words.usuarioRole} />
          <Seat role="atendente" about={words.atendenteRole} />
        </div>
      </details>
    </section>
  );
}

function Seat({ role, about }: { role: string; about: string }): VNode {
  const { words, session } = usePage();
  return (
    <a class="seat" href={labPath(`/s/${session}/${role}`)} target="_blank" rel="noopener">
      <Avatar role={role} />
      <span class="seat-words">
        <span class="seat-role">{role}</span>
        <span class="seat-about">{about}</span>
      </span>
      <Icon name="window" />
      <span class="visually-hidden">({words.opensNewWindow})</span>
    </a>
  );
}
