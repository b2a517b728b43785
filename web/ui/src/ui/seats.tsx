import type { TargetedSubmitEvent, VNode } from "preact";
import { useState } from "preact/hooks";
import { labPath } from "../base";
import type { Dictionary } from "../i18n";
import { nearestRole, roleFault } from "../model/names";
import { usePage } from "./context";
import { Icon } from "./icons";
import { Avatar } from "./role-badge";
import { useSessionsWords } from "./sessions-words";

/** Where one takes a seat: each role opens in a window of its own. */
export function Seats(): VNode {
  const { words } = usePage();
  const own = useSessionsWords();
  return (
    <section aria-labelledby="take-role">
      <h2 id="take-role" class="panel-title">
        {own.takeRole}
      </h2>
      <p class="lead-text seats-lead">{words.chooseRoleLead}</p>
      <div class="seats">
        <Seat role="usuario" about={words.usuarioRole} />
        <Seat role="atendente" about={words.atendenteRole} />
      </div>
      <OwnSeat />
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

function OwnSeat(): VNode {
  const { words, session } = usePage();
  const own = useSessionsWords();
  const [role, setRole] = useState("");
  const [problem, setProblem] = useState("");
  const nearest = problem ? nearestRole(role) : "";
  const write = (text: string): void => {
    setRole(text);
    setProblem(text ? faultText(text, words) : "");
  };
  const enter = (page: string): void => {
    const fault = faultText(role, words);
    setProblem(fault);
    if (!fault) window.open(labPath(`/s/${session}/${role}${page}`), "_blank", "noopener");
  };
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    enter("");
  };
  return (
    <form class="panel" onSubmit={submit} noValidate>
      <label class="form-label" for="own-role">
        {words.ownRole}
      </label>
      <div class="input-row">
        <input
          id="own-role"
          class={`form-control ${problem ? "is-invalid" : ""}`}
          value={role}
          placeholder="maria"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          aria-describedby="own-role-help"
          aria-invalid={problem !== ""}
          onInput={(event) => write(event.currentTarget.value)}
        />
        <button type="submit" class="btn btn-primary">
          <Icon name="window" />
          {words.open}
        </button>
        <button
          type="button"
          class="btn btn-quiet btn-bordered"
          title={own.openBoardHint}
          onClick={() => enter("/board")}
        >
          <Icon name="chip" />
          {own.openBoard}
        </button>
      </div>
      <div id="own-role-help" class={`form-text ${problem ? "problem" : ""}`} aria-live="polite">
        {problem || words.ownRoleHint}{" "}
        {nearest && nearest !== role && (
          <button type="button" class="btn btn-link" onClick={() => write(nearest)}>
            {words.useInstead(nearest)}
          </button>
        )}
      </div>
    </form>
  );
}

function faultText(role: string, words: Dictionary): string {
  if (role === "") return words.roleMissing;
  const fault = roleFault(role);
  if (fault === "too-long") return words.roleTooLong;
  if (fault === "reserved") return words.roleReserved;
  return fault ? words.roleBadLetters : "";
}
