import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { labPath } from "../base";
import { type Board, sessionOf, withMade, without } from "../model/boards";
import { addAccounts, fetchAccounts, fetchBroker, type MadeAccount, removeAccounts, usesOf } from "../net/boards";
import { fetchJoin } from "../net/sessions";
import { useAccessProblem } from "./access-notice";
import { BoardsAccounts } from "./boards-accounts";
import { BoardCards } from "./boards-cards";
import { BoardsDialog, type Question } from "./boards-dialog";
import { BoardsForm, type Wanted } from "./boards-form";
import { BoardsReady } from "./boards-ready";
import { asApiError, useBoardsWords, useFailureText } from "./boards-words";
import { usePage } from "./context";
import { Icon } from "./icons";
import { usePolled } from "./use-polled";

const REFRESH_MS = 3000;

/** The teacher's page: accounts for the boards of a class, their files, and their cards. */
export function BoardsPage(): VNode {
  const { words } = usePage();
  const own = useBoardsWords();
  const list = usePolled(fetchAccounts, REFRESH_MS);
  const broker = usePolled(fetchBroker, 0);
  const join = usePolled(fetchJoin, 0);
  const isRefused = useAccessProblem() !== null;
  const [boards, setBoards] = useState<readonly Board[]>([]);
  const [host, setHost] = useState<string | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const [told, setTold] = useState("");
  const failureText = useFailureText();
  const needed = list.value?.needed ?? false;

  /** Make accounts; returns what went wrong, or nothing when they are made or a question is asked. */
  const make = async (wanted: Wanted, confirmed: boolean): Promise<string> => {
    try {
      const made = needed
        ? await addAccounts(wanted.roles, wanted.limits, confirmed)
        : wanted.roles.map((role) => ({ role, password: "", sessions: [] }));
      setBoards((before) =>
        withMade(
          before,
          made.map((one) => boardOf(one, wanted.session)),
        ),
      );
      setQuestion(null);
      list.again();
      return "";
    } catch (thrown) {
      const error = asApiError(thrown);
      if (error.reason !== "role-in-use") return failureText(error);
      setQuestion({ kind: "in-use", wanted, uses: usesOf(error) });
      return "";
    }
  };
  const remove = async (roles: readonly string[]): Promise<string> => {
    const failure = await removeAccounts(roles).then(
      () => "",
      (error: unknown) => failureText(asApiError(error)),
    );
    if (failure) return failure;
    setBoards((before) => without(before, roles));
    setQuestion(null);
    setTold(own.removed(roles.length));
    list.again();
    return "";
  };
  const answer = (asked: Question, session: string): Promise<string> => {
    if (asked.kind === "remove") return remove(asked.roles);
    if (asked.kind === "in-use") return make(asked.wanted, true);
    return make({ roles: asked.accounts.map(({ role }) => role), session, limits: null }, true);
  };

  const reached = host ?? broker.value?.host ?? "";
  return (
    <div class="column wide boards-page">
      <header class="page-head">
        <a class="back-link" href={labPath("/")}>
          <Icon name="back" />
          {words.allSessions}
        </a>
        <h1>{own.boards}</h1>
        <p class="lead-text">{own.lead}</p>
      </header>
      <p class="visually-hidden" role="status">
        {told}
      </p>
      {list.failed && !isRefused && (
        <p class="alert alert-warning" role="status">
          {own.unreachable}
        </p>
      )}
      {list.value && !needed && <p class="panel boards-open">{join.value?.code ? own.otherBroker : own.openLab}</p>}
      {list.value && broker.value && (
        <BoardsForm needed={needed} most={broker.value.most} onMake={(wanted) => make(wanted, false)} />
      )}
      {boards.length > 0 && broker.value && (
        <BoardsReady
          boards={boards}
          broker={broker.value}
          host={reached}
          onHost={setHost}
          onDone={() => setBoards([])}
        />
      )}
      {needed && list.value && (
        <BoardsAccounts
          accounts={list.value.accounts}
          onRenew={(chosen) => setQuestion({ kind: "renew", accounts: chosen })}
          onRemove={(roles) => setQuestion({ kind: "remove", roles })}
        />
      )}
      {question && <BoardsDialog question={question} onAnswer={answer} onClose={() => setQuestion(null)} />}
      {broker.value && <BoardCards boards={boards} broker={broker.value} host={reached} join={join.value} />}
    </div>
  );
}

const boardOf = ({ role, password, sessions }: MadeAccount, wanted: string): Board => ({
  role,
  password,
  session: sessionOf(sessions, wanted),
});
