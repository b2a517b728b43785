import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { labPath } from "../base";
import type { BoardsWords } from "../i18n/boards";
import { type Board, type Broker, bySession } from "../model/boards";
import { isLoopback } from "../model/join";
import { fetchFiles } from "../net/boards";
import { Choice, Field } from "./boards-form";
import { asApiError, useBoardsWords, useFailureText } from "./boards-words";
import { usePage } from "./context";
import { CopyButton } from "./copy-button";
import { Icon } from "./icons";
import { saveAs } from "./save-as";

interface Props {
  readonly boards: readonly Board[];
  readonly broker: Broker;
  /** Where boards find the lab, as the teacher has it now. */
  readonly host: string;
  readonly onHost: (host: string) => void;
  readonly onDone: () => void;
}

/** Boards whose passwords are known now: their files, their cards, and the passwords themselves. */
export function BoardsReady({ boards, broker, host, onHost, onDone }: Props): VNode {
  const own = useBoardsWords();
  const head = useRef<HTMLHeadingElement>(null);
  const hasPasswords = boards.some(({ password }) => password !== "");
  useEffect(() => head.current?.focus(), [boards]);
  return (
    <section class="panel boards-ready" aria-labelledby="boards-ready">
      <h2 id="boards-ready" class="panel-title" tabIndex={-1} ref={head}>
        {own.ready(boards.length)}
      </h2>
      {hasPasswords && <p class="boards-once">{own.once}</p>}
      <Files boards={boards} broker={broker} host={host} onHost={onHost} />
      <div class="ready-actions">
        <button type="button" class="btn btn-outline" onClick={() => window.print()}>
          <Icon name="printer" />
          {own.print}
        </button>
        <span class="form-text">{own.cardsHint}</span>
      </div>
      {hasPasswords && (
        <details class="passwords">
          <summary>{own.passwords}</summary>
          <ul>
            {boards.map(({ role, password }) => (
              <li key={role}>
                <span>{role}</span>
                <code>{password}</code>
                <CopyButton text={password} title={`${own.password}, ${role}`} />
              </li>
            ))}
          </ul>
          <button type="button" class="btn btn-sm btn-quiet" onClick={onDone}>
            {own.done}
          </button>
        </details>
      )}
    </section>
  );
}

function Files({ boards, broker, host, onHost }: Omit<Props, "onDone">): VNode {
  const own = useBoardsWords();
  const failureText = useFailureText();
  const [kind, setKind] = useState(broker.kinds[0] ?? "");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [isShown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState("");
  const [problem, setProblem] = useState("");
  const download = async (): Promise<void> => {
    setBusy(true);
    setProblem("");
    const saved: string[] = [];
    try {
      for (const [session, some] of bySession(boards)) {
        const file = `${kind}-${session}.zip`;
        saveAs(file, await fetchFiles({ kind, session, boards: some, wifi: { name, password }, host }));
        saved.push(file);
      }
      setTold(own.downloaded(saved.join(", ")));
    } catch (error) {
      setProblem(failureText(asApiError(error)));
    }
    setBusy(false);
  };
  return (
    <>
      <fieldset class="choices">
        <legend class="form-label">{own.kind}</legend>
        {broker.kinds.map((key) => (
          <Choice
            key={key}
            name="kind"
            checked={key === kind}
            title={titleOf(own, key)}
            onChoose={() => setKind(key)}
          />
        ))}
      </fieldset>
      <p class="form-text">
        {hintOf(own, kind)} {broker.tls && (broker.ca ? own.caHint : own.noCaHint)}{" "}
        {kind === "micropython" && <FlashLink title={own.toFlash} />}
      </p>
      <div class="fields">
        {kind !== "python" && (
          <>
            <Field id="wifi-name" title={own.wifiName} value={name} onWrite={setName} />
            <Field
              id="wifi-password"
              title={own.wifiPassword}
              value={password}
              hint={own.wifiHint}
              isHidden={!isShown}
              onWrite={setPassword}
            />
          </>
        )}
        <Field
          id="lab-host"
          title={own.address}
          value={host}
          hint={own.addressHint(broker.port, broker.tls)}
          onWrite={onHost}
        />
      </div>
      {kind !== "python" && (
        <label class="check-line">
          <input type="checkbox" checked={isShown} onChange={(event) => setShown(event.currentTarget.checked)} />
          {own.showWifi}
        </label>
      )}
      {isLoopback(host) && <p class="boards-alone">{own.aloneHint}</p>}
      <div class="ready-actions">
        <button type="button" class="btn btn-primary" disabled={busy} onClick={() => void download()}>
          <Icon name="download" />
          {busy ? own.making : own.files}
        </button>
        <span class="form-text" role="status">
          {told}
        </span>
      </div>
      <p class="problem" role="alert">
        {problem}
      </p>
    </>
  );
}

/** In a window of its own, because the passwords are lost when this page is left. */
function FlashLink({ title }: { title: string }): VNode {
  const { words } = usePage();
  return (
    <a href={labPath("/flash")} target="_blank" rel="noreferrer">
      {title}
      <span class="visually-hidden"> ({words.opensNewWindow})</span>
    </a>
  );
}

const titleOf = (own: BoardsWords, kind: string): string =>
  ({ micropython: own.micropython, esp32: own.esp32, pubsubclient: own.pubsubclient, python: own.python })[kind] ??
  kind;

const hintOf = (own: BoardsWords, kind: string): string =>
  ({
    micropython: own.micropythonHint,
    esp32: own.esp32Hint,
    pubsubclient: own.pubsubclientHint,
    python: own.pythonHint,
  })[kind] ?? "";
