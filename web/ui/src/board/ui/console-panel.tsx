import type { TargetedSubmitEvent, VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { PayloadHint } from "../../ui/payload-hint";
import type { BoardClient, BoardState } from "../board-client";
import { isUnfinished } from "../console";
import { useBoardWords } from "./words";

/** The serial console: what was printed, and a prompt once the program has ended. */
export function ConsolePanel({ state, board }: { state: BoardState; board: BoardClient }): VNode {
  const words = useBoardWords();
  const text = useRef<HTMLPreElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    if (text.current && isAtEnd.current) text.current.scrollTop = text.current.scrollHeight;
  }, [state.console]);
  return (
    <section class="board-console" aria-label={words.console}>
      <div class="console-head">
        <h2>{words.console}</h2>
        <button type="button" class="btn btn-sm btn-quiet" onClick={() => board.clear()}>
          {words.clear}
        </button>
      </div>
      <pre
        ref={text}
        class="console-text"
        tabIndex={0}
        role="log"
        aria-label={words.console}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          isAtEnd.current = scrollTop + clientHeight >= scrollHeight - 8;
        }}
      >
        {state.console || <span class="console-hint">{words.nothingPrinted}</span>}
      </pre>
      {state.misread && (
        <div class="console-misread" role="status">
          <code>{shortened(state.misread.payload)}</code>
          <PayloadHint hint={state.misread.hint} />
        </div>
      )}
      <Prompt isOpen={state.run === "ended"} board={board} />
    </section>
  );
}

const LONGEST = 120;

const shortened = (payload: string): string => (payload.length > LONGEST ? `${payload.slice(0, LONGEST)}…` : payload);

function Prompt({ isOpen, board }: { isOpen: boolean; board: BoardClient }): VNode {
  const words = useBoardWords();
  const [typed, setTyped] = useState("");
  const [block, setBlock] = useState("");
  const [past, setPast] = useState<readonly string[]>([]);
  const [place, setPlace] = useState(0);
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const all = block ? `${block}\n${typed}` : typed;
    setTyped("");
    if (typed) setPast([...past, typed].slice(-50));
    setPlace(0);
    if (isUnfinished(all)) return setBlock(all);
    setBlock("");
    if (all.trim()) board.line(all);
  };
  /** Earlier lines with the arrows; `back` counts from the last one. */
  const recall = (back: number): void => {
    const next = Math.min(past.length, Math.max(0, back));
    setPlace(next);
    setTyped(past.at(-next) ?? "");
    if (next === 0) setTyped("");
  };
  return (
    <form class="console-prompt" onSubmit={submit}>
      <span aria-hidden="true">{block ? "..." : ">>>"}</span>
      <input
        class="form-control"
        aria-label={words.prompt}
        placeholder={isOpen ? "" : words.promptHint}
        value={typed}
        disabled={!isOpen}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        onKeyDown={({ key }) => {
          if (key === "ArrowUp") recall(place + 1);
          if (key === "ArrowDown") recall(place - 1);
        }}
      />
      <button type="submit" class="btn btn-sm btn-quiet" disabled={!isOpen}>
        {words.send}
      </button>
    </form>
  );
}
