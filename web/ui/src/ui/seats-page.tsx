import type { TargetedSubmitEvent, VNode } from "preact";
import { useState } from "preact/hooks";
import type { Dictionary } from "../i18n";
import { nearestRole, roleFault } from "../model/names";
import { CommandLine } from "./command-line";
import { usePage } from "./context";
import { Icon } from "./icons";
import { Avatar } from "./role-badge";

/** Where one takes a seat: the page of a session. */
export function SeatsPage(): VNode {
  const { words, session } = usePage();
  return (
    <div class="column">
      <header class="page-head">
        <a class="back-link" href="/"><Icon name="back" />{words.allSessions}</a>
        <h1>{session}</h1>
        <p class="lead-text">{words.chooseRole} {words.chooseRoleLead}</p>
      </header>
      <div class="seats">
        <Seat role="usuario" about={words.usuarioRole} />
        <Seat role="atendente" about={words.atendenteRole} />
      </div>
      <OwnSeat />
      <Terminal />
    </div>
  );
}

function Seat({ role, about }: { role: string; about: string }): VNode {
  const { words, session } = usePage();
  return (
    <a class="seat" href={`/s/${session}/${role}`} target="_blank" rel="noopener">
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
  const [role, setRole] = useState("");
  const [problem, setProblem] = useState("");
  const nearest = problem ? nearestRole(role) : "";
  const write = (text: string): void => {
    setRole(text);
    setProblem(text ? faultText(text, words) : "");
  };
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fault = faultText(role, words);
    setProblem(fault);
    if (!fault) window.open(`/s/${session}/${role}`, "_blank", "noopener");
  };
  return (
    <form class="panel" onSubmit={submit} noValidate>
      <label class="form-label" for="own-role">{words.ownRole}</label>
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
        <button class="btn btn-primary"><Icon name="window" />{words.open}</button>
      </div>
      <div id="own-role-help" class={`form-text ${problem ? "problem" : ""}`} aria-live="polite">
        {problem || words.ownRoleHint}{" "}
        {nearest && nearest !== role && (
          <button type="button" class="btn btn-link" onClick={() => write(nearest)}>{words.useInstead(nearest)}</button>
        )}
      </div>
    </form>
  );
}

/** The same session without a browser. Double quotes pass in every shell, also in that of Windows. */
function Terminal(): VNode {
  const { words, session, host, mqttPort } = usePage();
  const at = `-h ${host} -p ${mqttPort}`;
  return (
    <section class="panel" aria-labelledby="terminal">
      <h2 id="terminal" class="panel-title">{words.fromTerminal}</h2>
      <CommandLine title={words.watchLog} command={`mosquitto_sub ${at} -t log/${session}`} />
      <CommandLine title={words.sayHello} command={`mosquitto_pub ${at} -q 1 -t chat/${session}/usuario -m "${words.hello}"`} />
      <CommandLine
        title={words.sendReading}
        command={`mosquitto_pub ${at} -q 1 -t chat/${session}/sensor-1 -m "{\\"temperature\\": 23.5}"`}
      />
    </section>
  );
}

function faultText(role: string, words: Dictionary): string {
  if (role === "") return words.roleMissing;
  const fault = roleFault(role);
  if (fault === "too-long") return words.roleTooLong;
  if (fault === "reserved") return words.roleReserved;
  return fault ? words.roleBadLetters : "";
}
