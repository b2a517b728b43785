import type { VNode } from "preact";
import { useCallback, useState } from "preact/hooks";
import { nearestRole, roleFault } from "../model/names";
import { fetchLines, setAllRules } from "../net/faults";
import { usePage } from "./context";
import { problemText, refusalIn, useFaultsWords } from "./faults-use";
import { usePolled } from "./use-polled";

const EVERY_MS = 5_000;

interface Props {
  readonly role: string;
  readonly onRole: (role: string) => void;
}

/** The lines of the class: for the teacher, who may also set the faults of one for all. */
export function LineChoice({ role, onRole }: Props): VNode | null {
  const { mayManage } = usePage();
  return mayManage ? <Lines role={role} onRole={onRole} /> : null;
}

function Lines({ role, onRole }: Props): VNode | null {
  const { session } = usePage();
  const words = useFaultsWords();
  const ask = useCallback(() => fetchLines(session), [session]);
  const { value, again } = usePolled(ask, EVERY_MS);
  const [told, setTold] = useState("");
  const lines = value ?? [];
  const own = lines.find((line) => line.role === role);
  const setAll = async (): Promise<void> => {
    try {
      setTold(words.allSet((await setAllRules(session, own?.rules ?? [])).length));
      again();
    } catch (error) {
      setTold(problemText(words, refusalIn(error)));
    }
  };
  if (lines.length === 0 || role === "") return lines.length === 0 ? null : <Chips {...{ lines, role, onRole }} />;
  return (
    <div class="fault-lines">
      <Chips lines={lines} role={role} onRole={onRole} />
      {lines.length > 1 && own && (
        <button type="button" class="btn btn-quiet btn-bordered" onClick={() => void setAll()}>
          {words.forAll(lines.length)}
        </button>
      )}
      <span class="form-text" role="status">
        {told}
      </span>
    </div>
  );
}

function Chips({ lines, role, onRole }: Props & { lines: Awaited<ReturnType<typeof fetchLines>> }): VNode {
  const words = useFaultsWords();
  return (
    <div class="segments line-chips" role="group" aria-label={words.lines}>
      {lines.map((line) => (
        <button
          key={line.role}
          type="button"
          class="segment"
          aria-pressed={line.role === role}
          aria-label={`${words.lineOf(line.role)}, ${words.connected(line.open)}`}
          onClick={() => onRole(line.role)}
        >
          {line.role}
          <span class={`line-dot ${line.open > 0 ? "is-open" : ""}`} aria-hidden="true" />
        </button>
      ))}
      <button type="button" class="segment" aria-pressed={role === ""} onClick={() => onRole("")}>
        {words.otherLine}
      </button>
    </div>
  );
}

/** A page that does not know whose it is asks. */
export function ChooseRole({ onRole }: { onRole: (role: string) => void }): VNode {
  const words = useFaultsWords();
  const [typed, setTyped] = useState("");
  const [isBad, setIsBad] = useState(false);
  const submit = (event: Event): void => {
    event.preventDefault();
    const role = roleFault(typed.trim()) === null ? typed.trim() : nearestRole(typed);
    setIsBad(role === "");
    if (role !== "") onRole(role);
  };
  return (
    <form class="panel fault-choose" onSubmit={submit}>
      <h2 class="panel-title">{words.whose}</h2>
      <p class="form-text">{words.whoseHint}</p>
      <div class="input-row">
        <input
          class="form-control"
          aria-label={words.role}
          placeholder={words.role}
          value={typed}
          maxLength={32}
          autocapitalize="none"
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <button type="submit" class="btn btn-primary">
          {words.openLine}
        </button>
      </div>
      {isBad && (
        <p class="problem" role="alert">
          {words.badRole}
        </p>
      )}
    </form>
  );
}
