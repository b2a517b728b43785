import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { type Account, matching } from "../model/boards";
import { exactText, shortText } from "../model/time";
import { useBoardsWords } from "./boards-words";
import { usePage } from "./context";

/** With so many accounts one looks for a name. */
const MANY = 8;

interface Props {
  readonly accounts: readonly Account[];
  readonly onRenew: (accounts: readonly Account[]) => void;
  readonly onRemove: (roles: readonly string[]) => void;
}

/** The accounts that there are, and what one can do with those that are selected. */
export function BoardsAccounts({ accounts, onRenew, onRemove }: Props): VNode {
  const own = useBoardsWords();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [typed, setTyped] = useState("");
  const shown = matching(accounts, typed);
  const selected = matching(accounts, "").filter(({ role }) => chosen.has(role));
  const choose = (roles: readonly string[], isOn: boolean): void => {
    const next = new Set(chosen);
    for (const role of roles) isOn ? next.add(role) : next.delete(role);
    setChosen(next);
  };
  const areAllChosen = shown.length > 0 && shown.every(({ role }) => chosen.has(role));
  return (
    <section class="panel" aria-labelledby="accounts">
      <h2 id="accounts" class="panel-title">
        {own.accounts}
        <span class="count">{accounts.length}</span>
      </h2>
      {accounts.length === 0 && <p class="form-text">{own.none}</p>}
      {accounts.length > MANY && (
        <input
          type="search"
          class="form-control finder"
          aria-label={own.find}
          placeholder={own.find}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {accounts.length > 0 && (
        <div class="account-actions">
          <button type="button" class="btn btn-sm btn-quiet" onClick={() => choose(shown.map(roleOf), !areAllChosen)}>
            {areAllChosen ? own.selectNone : own.selectAll}
          </button>
          <button
            type="button"
            class="btn btn-sm btn-outline"
            disabled={selected.length === 0}
            onClick={() => onRenew(selected)}
          >
            {own.renew(selected.length)}
          </button>
          <button
            type="button"
            class="btn btn-sm btn-outline danger"
            disabled={selected.length === 0}
            onClick={() => onRemove(selected.map(roleOf))}
          >
            {own.remove(selected.length)}
          </button>
        </div>
      )}
      {accounts.length > 0 && shown.length === 0 && <p class="form-text">{own.noneMatches}</p>}
      <ul class="account-list">
        {shown.map((account) => (
          <Row
            key={account.role}
            account={account}
            isChosen={chosen.has(account.role)}
            onChoose={(isOn) => choose([account.role], isOn)}
          />
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  readonly account: Account;
  readonly isChosen: boolean;
  readonly onChoose: (isOn: boolean) => void;
}

function Row({ account, isChosen, onChoose }: RowProps): VNode {
  const { lang } = usePage();
  const own = useBoardsWords();
  const { role, sessions, since, online } = account;
  return (
    <li>
      <label class="account">
        <input type="checkbox" checked={isChosen} onChange={(event) => onChoose(event.currentTarget.checked)} />
        <span class="account-role">{role}</span>
        <span class="account-sessions">{sessions.join(", ") || own.everywhere}</span>
        {since && (
          <time class="account-since" dateTime={since} title={exactText(since, lang)}>
            {own.since(shortText(since, lang))}
          </time>
        )}
        {online.length > 0 && (
          <span class="account-online" title={own.onlineIn(online.join(", "))}>
            {own.online}
          </span>
        )}
      </label>
    </li>
  );
}

const roleOf = ({ role }: Account): string => role;
