import type { TargetedSubmitEvent, VNode } from "preact";
import { useState } from "preact/hooks";
import type { BoardsWords } from "../i18n/boards";
import { type Account, type RoleUse, rolesText } from "../model/boards";
import { askedSession, Field, sessionProblem, type Wanted } from "./boards-form";
import { useBoardsWords } from "./boards-words";
import { Dialog } from "./dialog";

/** What throws somebody out, so that it is asked first. */
export type Question =
  | { readonly kind: "in-use"; readonly wanted: Wanted; readonly uses: readonly RoleUse[] }
  | { readonly kind: "renew"; readonly accounts: readonly Account[] }
  | { readonly kind: "remove"; readonly roles: readonly string[] };

interface Props {
  readonly question: Question;
  /** Does it; resolves with what went wrong. `session`: for the files of boards with a new password. */
  readonly onAnswer: (question: Question, session: string) => Promise<string>;
  readonly onClose: () => void;
}

export function BoardsDialog({ question, onAnswer, onClose }: Props): VNode {
  const own = useBoardsWords();
  const [session, setSession] = useState(() => askedSession() || firstLimit(question));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const needsSession = question.kind === "renew";
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const wrong = needsSession ? sessionProblem(session, own) : "";
    setProblem(wrong);
    if (wrong || busy) return;
    setBusy(true);
    setProblem(await onAnswer(question, session));
    setBusy(false);
  };
  return (
    <Dialog title={titleOf(question, own)} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {question.kind === "in-use" ? <Uses uses={question.uses} /> : <p>{meaningOf(question, own)}</p>}
        {needsSession && (
          <Field id="renew-session" title={own.session} value={session} placeholder="aula1" onWrite={setSession} />
        )}
        <p class="problem" role="alert">
          {problem}
        </p>
        <div class="dialog-actions">
          <button type="button" class="btn btn-quiet" onClick={onClose}>
            {own.cancel}
          </button>
          <button type="submit" class={`btn ${needsSession ? "btn-primary" : "btn-danger"}`} disabled={busy}>
            {busy ? own.making : goOf(question, own)}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** So many are named one by one. */
const NAMED = 5;

function Uses({ uses }: { uses: readonly RoleUse[] }): VNode {
  const own = useBoardsWords();
  return (
    <ul class="uses">
      {uses.slice(0, NAMED).map((use) => (
        <li key={use.role}>{useText(use, own)}</li>
      ))}
      {uses.length > NAMED && <li>{own.more(uses.length - NAMED)}</li>}
    </ul>
  );
}

function useText({ role, hasAccount, online }: RoleUse, own: BoardsWords): string {
  const where = online.join(", ");
  if (!hasAccount) return own.inUsePerson(role, where);
  return where ? own.inUseOnline(role, where) : own.inUseAccount(role);
}

function firstLimit(question: Question): string {
  return question.kind === "renew" ? (question.accounts.flatMap(({ sessions }) => sessions)[0] ?? "") : "";
}

function titleOf(question: Question, own: BoardsWords): string {
  if (question.kind === "in-use") return own.inUseAsk;
  return question.kind === "renew" ? own.renewAsk(question.accounts.length) : own.removeAsk(question.roles.length);
}

const meaningOf = (question: Exclude<Question, { kind: "in-use" }>, own: BoardsWords): string =>
  question.kind === "renew"
    ? own.renewMeaning(rolesText(question.accounts.map(({ role }) => role)))
    : own.removeMeaning(rolesText(question.roles));

function goOf({ kind }: Question, own: BoardsWords): string {
  return { "in-use": own.inUseGo, renew: own.renewGo, remove: own.removeGo }[kind];
}
