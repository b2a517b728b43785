/** Where a person says who they are, and enters. */

import type { TargetedSubmitEvent, VNode } from "preact";
import { useState } from "preact/hooks";
import { labPath } from "../base";
import { roleFault } from "../model/names";
import { freeRole, LONGEST_NAME, roleFrom, tidyName } from "../model/person-name";
import { browserStorage, lastRole, myName, rememberName } from "../net/storage";
import { usePage } from "./context";
import { Icon } from "./icons";
import { useNameOf } from "./names";
import { useSessionsWords } from "./sessions-words";

/** `taken`: the roles of who is here, or was. */
export function NameForm({ taken }: { taken: readonly string[] }): VNode {
  const { session } = usePage();
  const own = useSessionsWords();
  const [name, setName] = useState(() => myName(browserStorage()));
  const [typedRole, setRole] = useState<string | null>(null);
  const [problem, setProblem] = useState("");
  const made = roleFrom(name);
  const role = typedRole ?? (made && freeRole(made, taken));
  const needsRole = typedRole !== null || (tidyName(name) !== "" && made === "");
  const enter = (page: string): void => {
    const fault = faultOf(tidyName(name), role);
    setProblem(fault && own.nameFaults[fault]);
    if (fault) return;
    rememberName(browserStorage(), session, role, tidyName(name));
    location.assign(labPath(`/s/${session}/${role}${page}`));
  };
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    enter("");
  };
  return (
    <form class="panel name-form" onSubmit={submit} noValidate>
      <label class="form-label" for="my-name">
        {own.yourName}
      </label>
      <input
        id="my-name"
        class={`form-control ${problem ? "is-invalid" : ""}`}
        value={name}
        maxLength={LONGEST_NAME}
        placeholder={own.nameExample}
        autocomplete="name"
        aria-describedby="my-name-help"
        aria-invalid={problem !== ""}
        onInput={({ currentTarget }) => {
          setName(currentTarget.value);
          setProblem("");
        }}
      />
      {needsRole && <RoleField role={typedRole ?? ""} onRole={setRole} />}
      <div id="my-name-help" class={`form-text ${problem ? "problem" : ""}`} aria-live="polite">
        {problem || (role ? own.roleWillBe(role) : own.nameHint)}{" "}
        {!needsRole && role !== "" && (
          <button type="button" class="btn btn-link" onClick={() => setRole(role)}>
            {own.changeRole}
          </button>
        )}
      </div>
      <div class="name-buttons">
        <button type="submit" class="btn btn-primary btn-large">
          {own.enter}
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
    </form>
  );
}

function RoleField({ role, onRole }: { role: string; onRole: (role: string) => void }): VNode {
  const own = useSessionsWords();
  return (
    <>
      <label class="form-label" for="my-role">
        {own.yourRole}
      </label>
      <input
        id="my-role"
        class="form-control"
        value={role}
        maxLength={32}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        onInput={({ currentTarget }) => onRole(currentTarget.value)}
      />
    </>
  );
}

/** The seat that this browser had last: one tap, and one goes on. */
export function ContinueAs(): VNode | null {
  const { session } = usePage();
  const own = useSessionsWords();
  const nameOf = useNameOf();
  const [role] = useState(() => lastRole(browserStorage(), session));
  if (!role) return null;
  return (
    <a class="btn btn-primary btn-large continue-as" href={labPath(`/s/${session}/${role}`)}>
      {own.continueAs(nameOf(role))}
    </a>
  );
}

type Fault = "missing" | "roleMissing" | "tooLong" | "badLetters" | "reserved";

function faultOf(name: string, role: string): Fault | "" {
  if (name === "") return "missing";
  if (role === "") return "roleMissing";
  const fault = roleFault(role);
  if (fault === null) return "";
  return ({ "too-long": "tooLong", "bad-letters": "badLetters", reserved: "reserved" } as const)[fault];
}
