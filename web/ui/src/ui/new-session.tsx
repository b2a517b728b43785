import type { TargetedSubmitEvent, VNode } from "preact";
import { useState } from "preact/hooks";
import { labPath } from "../base";
import type { Dictionary } from "../i18n";
import { nearestSession, sessionFault } from "../model/names";
import { ApiError } from "../net/http";
import { createSession } from "../net/sessions";
import { usePage } from "./context";
import { Icon } from "./icons";

interface Problem {
  readonly text: string;
  /** A session of that name is there. */
  readonly exists?: boolean;
}

export function NewSession(): VNode {
  const { words } = usePage();
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const write = (text: string): void => {
    setName(text);
    setProblem(faultOf(text, words));
  };
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const fault = faultOf(name, words);
    setProblem(fault);
    if (fault || busy) return;
    setBusy(true);
    try {
      location.assign(labPath(`/s/${await createSession(name)}`));
    } catch (error) {
      setProblem(problemOf(error, words));
      setBusy(false);
    }
  };
  return (
    <form class="panel new-session" onSubmit={(event) => void submit(event)} noValidate>
      <label class="form-label" for="new-session">
        {words.sessionName}
      </label>
      <div class="input-row">
        <input
          id="new-session"
          class={`form-control ${problem ? "is-invalid" : ""}`}
          value={name}
          placeholder="aula1"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          aria-describedby="new-session-help"
          aria-invalid={problem !== null}
          onInput={(event) => write(event.currentTarget.value)}
        />
        <button type="submit" class="btn btn-primary" disabled={busy}>
          <Icon name="plus" />
          {busy ? words.creating : words.create}
        </button>
      </div>
      <Help name={name} problem={problem} onUse={write} />
    </form>
  );
}

function Help({
  name,
  problem,
  onUse,
}: {
  name: string;
  problem: Problem | null;
  onUse: (name: string) => void;
}): VNode {
  const { words } = usePage();
  const nearest = problem && !problem.exists ? nearestSession(name) : "";
  return (
    <div id="new-session-help" class={`form-text ${problem ? "problem" : ""}`} aria-live="polite">
      {problem ? problem.text : words.sessionNameHint}{" "}
      {problem?.exists && <a href={labPath(`/s/${name}`)}>{words.enterIt}</a>}
      {nearest && nearest !== name && (
        <button type="button" class="btn btn-link" onClick={() => onUse(nearest)}>
          {words.useInstead(nearest)}
        </button>
      )}
    </div>
  );
}

function faultOf(name: string, words: Dictionary): Problem | null {
  const fault = name === "" ? null : sessionFault(name);
  if (fault === "too-long") return { text: words.nameTooLong };
  if (fault === "bad-letters") return { text: words.nameBadLetters };
  return fault ? { text: words.nameDevice } : null;
}

function problemOf(error: unknown, words: Dictionary): Problem {
  const { reason, detail, status } = error instanceof ApiError ? error : new ApiError("bad-answer", String(error));
  if (reason === "session-exists") return { text: words.sessionExists, exists: true };
  if (reason === "unreachable") return { text: words.unreachable };
  return { text: status === 503 ? words.bridgeAway : words.createFailed(detail || reason) };
}
