import type { TargetedSubmitEvent, VNode } from "preact";
import { useState } from "preact/hooks";
import type { BoardsWords } from "../i18n/boards";
import { numberedRoles, type RolesFault, rolesFault, rolesText } from "../model/boards";
import { sessionFault } from "../model/names";
import { useBoardsWords } from "./boards-words";
import { usePage } from "./context";
import { Icon } from "./icons";

/** Boards that are to be made. `limits`: the sessions to which their accounts are limited; null leaves them as they are. */
export interface Wanted {
  readonly roles: readonly string[];
  readonly session: string;
  readonly limits: readonly string[] | null;
}

interface Props {
  readonly needed: boolean;
  readonly most: number;
  /** Resolves with what went wrong. */
  readonly onMake: (wanted: Wanted) => Promise<string>;
}

/** The session for which this page was opened; empty without one. */
export const askedSession = (): string => new URLSearchParams(location.search).get("session") ?? "";

/** New boards: one, or many whose names end with a number. */
export function BoardsForm({ needed, most, onMake }: Props): VNode {
  const own = useBoardsWords();
  const rolesWords = useRolesFaultText(most);
  const [isOne, setOne] = useState(false);
  const [role, setRole] = useState("");
  const [prefix, setPrefix] = useState("esp32-");
  const [count, setCount] = useState("10");
  const [first, setFirst] = useState("1");
  const [session, setSession] = useState(askedSession);
  const [onlyHere, setOnlyHere] = useState(false);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const roles = isOne
    ? [role.trim()].filter(Boolean)
    : numberedRoles({
        prefix: prefix.trim(),
        count: Math.min(Number(count) || 0, most + 1),
        first: Number(first) || 0,
      });
  const fault = rolesFault(roles, most);
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const wrong = fault ? rolesWords(fault) : sessionProblem(session, own);
    setProblem(wrong);
    if (wrong || busy) return;
    setBusy(true);
    setProblem(await onMake({ roles, session, limits: needed && onlyHere ? [session] : [] }));
    setBusy(false);
  };
  return (
    <form class="panel boards-form" onSubmit={(event) => void submit(event)} noValidate>
      <h2 class="panel-title">{own.add}</h2>
      <fieldset class="choices">
        <legend class="visually-hidden">{own.howMany}</legend>
        <Choice name="how-many" checked={!isOne} title={own.several} onChoose={() => setOne(false)} />
        <Choice name="how-many" checked={isOne} title={own.one} onChoose={() => setOne(true)} />
      </fieldset>
      <div class="fields">
        {isOne ? (
          <Field id="board-role" title={own.role} value={role} placeholder="esp32-1" onWrite={setRole} />
        ) : (
          <>
            <Field id="board-prefix" title={own.prefix} value={prefix} onWrite={setPrefix} />
            <Field id="board-count" title={own.count} value={count} isNumber onWrite={setCount} />
            <Field id="board-first" title={own.first} value={first} isNumber onWrite={setFirst} />
          </>
        )}
        <Field id="board-session" title={own.session} value={session} placeholder="aula1" onWrite={setSession} />
      </div>
      {needed && (
        <label class="check-line">
          <input type="checkbox" checked={onlyHere} onChange={(event) => setOnlyHere(event.currentTarget.checked)} />
          {own.onlyHere}
        </label>
      )}
      {fault === null && roles.length > 1 && <p class="form-text will-be">{own.willBe(rolesText(roles))}</p>}
      <p class="problem" role="alert">
        {problem}
      </p>
      <button type="submit" class="btn btn-primary" disabled={busy}>
        <Icon name="plus" />
        {busy ? own.making : buttonText(own, needed, Math.min(roles.length, most))}
      </button>
    </form>
  );
}

const buttonText = (own: BoardsWords, needed: boolean, count: number): string =>
  needed ? own.make(Math.max(count, 1)) : own.prepare(Math.max(count, 1));

export function sessionProblem(session: string, own: BoardsWords): string {
  if (session === "") return own.noSession;
  return sessionFault(session) ? own.badSession : "";
}

function useRolesFaultText(most: number): (fault: RolesFault) => string {
  const { words } = usePage();
  const own = useBoardsWords();
  return (fault) =>
    ({
      none: own.noRole,
      "too-many": own.tooMany(most),
      "too-long": words.roleTooLong,
      "bad-letters": words.roleBadLetters,
      reserved: words.roleReserved,
    })[fault];
}

interface ChoiceProps {
  readonly name: string;
  readonly title: string;
  readonly checked: boolean;
  readonly onChoose: () => void;
}

export const Choice = ({ name, title, checked, onChoose }: ChoiceProps): VNode => (
  <label>
    <input type="radio" name={name} checked={checked} onChange={onChoose} />
    {title}
  </label>
);

interface FieldProps {
  readonly id: string;
  readonly title: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly isNumber?: boolean;
  readonly hint?: string;
  /** Shown as dots, for a page that others may see on the wall. */
  readonly isHidden?: boolean;
  readonly onWrite: (text: string) => void;
}

export const Field = ({ id, title, value, placeholder, isNumber, hint, isHidden, onWrite }: FieldProps): VNode => (
  <div class="field">
    <label class="form-label" for={id}>
      {title}
    </label>
    <input
      id={id}
      class={`form-control ${isHidden ? "dots" : ""}`}
      inputMode={isNumber ? "numeric" : "text"}
      value={value}
      placeholder={placeholder}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      aria-describedby={hint ? `${id}-hint` : undefined}
      onInput={(event) => onWrite(event.currentTarget.value)}
    />
    {hint && (
      <div id={`${id}-hint`} class="form-text">
        {hint}
      </div>
    )}
  </div>
);
