import type { TargetedSubmitEvent, VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { FlashClient, FlashState } from "../flash-client";
import { useFlashWords } from "./words";

/** The serial console: what the board prints, and lines and keys for it. */
export function ConsolePanel({ board, state }: { board: FlashClient; state: FlashState }): VNode {
  const words = useFlashWords();
  const text = useRef<HTMLPreElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    if (text.current && isAtEnd.current) text.current.scrollTop = text.current.scrollHeight;
  }, [state.console]);
  return (
    <section class="panel flash-console" aria-labelledby="flash-console">
      <div class="flash-head">
        <h2 id="flash-console" class="panel-title">
          {words.console}
        </h2>
        <button type="button" class="btn btn-sm btn-quiet" onClick={() => board.clear()}>
          {words.clear}
        </button>
      </div>
      <pre
        ref={text}
        class="flash-console-text"
        tabIndex={0}
        role="log"
        aria-label={words.console}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          isAtEnd.current = scrollTop + clientHeight >= scrollHeight - 8;
        }}
      >
        {state.console || <span class="form-text">{words.nothingPrinted}</span>}
      </pre>
      <Keys board={board} isOpen={state.phase === "console"} />
    </section>
  );
}

function Keys({ board, isOpen }: { board: FlashClient; isOpen: boolean }): VNode {
  const words = useFlashWords();
  const [typed, setTyped] = useState("");
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void board.send(`${typed}\r`);
    setTyped("");
  };
  const keys: [string, string, () => Promise<void>][] = [
    [words.interrupt, words.interruptHint, () => board.send("\x03")],
    [words.softReset, words.softResetHint, () => board.send("\x04")],
    [words.reset, words.resetHint, () => board.reset()],
  ];
  return (
    <>
      <form class="input-row" onSubmit={submit}>
        <input
          class="form-control"
          aria-label={words.line}
          placeholder={words.lineHint}
          value={typed}
          disabled={!isOpen}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <button type="submit" class="btn btn-primary" disabled={!isOpen}>
          {words.send}
        </button>
      </form>
      <div class="flash-actions">
        {keys.map(([name, hint, press]) => (
          <button
            key={name}
            type="button"
            class="btn btn-quiet btn-bordered"
            title={hint}
            disabled={!isOpen}
            onClick={() => void press()}
          >
            {name}
          </button>
        ))}
      </div>
    </>
  );
}
