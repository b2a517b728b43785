import type { TargetedSubmitEvent, VNode } from "preact";
import { useState } from "preact/hooks";
import type { DevicesWords } from "../i18n/devices";
import type { Roster } from "../model/devices";
import { roleFault } from "../model/names";
import { DEFAULT_ROLE } from "../net/devices-sender";
import { useDevicesWords } from "./devices-use";
import { Dialog } from "./dialog";

interface Props {
  /** The role so far; empty when none is chosen. */
  readonly role: string;
  /** The role whose window was open last in this session; empty when there was none. */
  readonly lastRole: string;
  /** Whether a command waits for the answer. */
  readonly sends: boolean;
  readonly taken: Roster;
  readonly onRole: (role: string) => void;
  readonly onCancel: () => void;
}

/** Asks who sends the commands. */
export function RoleDialog({ role, lastRole, sends, taken, onRole, onCancel }: Props): VNode {
  const words = useDevicesWords();
  const [typed, setTyped] = useState(role || lastRole || DEFAULT_ROLE);
  const [problem, setProblem] = useState("");
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fault = faultText(typed, taken, words);
    setProblem(fault);
    if (!fault) onRole(typed);
  };
  return (
    <Dialog title={words.whoAreYou} onClose={onCancel}>
      <form onSubmit={submit} noValidate>
        <label class="form-label" for="who-role">
          {words.role}
        </label>
        <input
          id="who-role"
          class={`form-control ${problem ? "is-invalid" : ""}`}
          value={typed}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          aria-describedby="who-help"
          aria-invalid={problem !== ""}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <p id="who-help" class={`form-text ${problem ? "problem" : ""}`} aria-live="polite">
          {problem || (typed === lastRole ? `${words.lastRole(lastRole)} ${words.whoAreYouHint}` : words.whoAreYouHint)}
        </p>
        <div class="dialog-actions">
          <button type="button" class="btn btn-quiet" onClick={onCancel}>
            {words.cancel}
          </button>
          <button type="submit" class="btn btn-primary">
            {sends ? words.confirm : words.keep}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function faultText(role: string, taken: Roster, words: DevicesWords): string {
  const fault = roleFault(role);
  if (fault === "reserved") return words.roleReserved;
  if (fault) return words.roleBad;
  return (taken.get(role)?.announced ?? 0) > 0 ? words.roleOfDevice : "";
}
