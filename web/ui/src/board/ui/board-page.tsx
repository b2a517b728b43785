import type { VNode } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { labPath } from "../../base";
import { browserStorage } from "../../net/storage";
import { BannerLine } from "../../ui/banner-line";
import { usePage } from "../../ui/context";
import { Icon } from "../../ui/icons";
import { scrollToHiddenPart } from "../../ui/scroll-to-part";
import { type ExampleName, exampleFor } from "../examples";
import type { RunState } from "../runner";
import { codeIn } from "../share";
import { keepCode, keptCode } from "../store";
import type { Place } from "../topics";
import { useBoard } from "../use-board";
import { ConsolePanel } from "./console-panel";
import { EditorPanel } from "./editor-panel";
import { PartsPanel } from "./parts-panel";
import { Toolbar } from "./toolbar";
import { useBoardWords } from "./words";

/** The board of one role: its program, its parts, its console. */
export function BoardPage(): VNode {
  const { session, role, faultsPort } = usePage();
  const place = useMemo(() => ({ session, role }), [session, role]);
  const { room, connection, state, board } = useBoard(place, browserStorage(), faultsPort);
  const program = useProgram(place);
  const bench = useRef<HTMLElement>(null);
  const run = (): void => {
    board.start(program.code);
    scrollToHiddenPart(bench.current);
  };
  useEffect(() => document.documentElement.classList.add("board-page"), []);
  return (
    <div class="board">
      <div class="board-top">
        <BoardHead state={state.run} hasFailed={state.error !== null} />
        <Toolbar
          run={state.run}
          code={program.code}
          onRun={run}
          onStop={() => board.stop()}
          onExample={(name) => {
            board.stop();
            program.replace(program.example(name));
          }}
        />
      </div>
      <BannerLine room={room} onReconnect={() => connection.reconnectNow()} />
      <Notices program={program} failure={state.failure} />
      <div class="board-body">
        <EditorPanel code={program.code} error={state.error} onChange={program.edit} onRun={run} />
        <PartsPanel place={bench} circuit={state.circuit} board={board} isOn={state.run !== "stopped"} />
        <ConsolePanel state={state} board={board} />
      </div>
    </div>
  );
}

function BoardHead({ state, hasFailed }: { state: RunState; hasFailed: boolean }): VNode {
  const { session, role } = usePage();
  const words = useBoardWords();
  return (
    <header class="board-head">
      <a class="btn btn-quiet round" href={labPath(`/s/${session}/${role}`)} aria-label={words.backTo(role)}>
        <Icon name="back" />
      </a>
      <h1>{words.title(role)}</h1>
      <p class={`board-state ${state} ${hasFailed ? "failed" : ""}`} role="status">
        <span class="banner-dot" />
        {state === "ended" && hasFailed ? words.endedBadly : words[state]}
      </p>
    </header>
  );
}

interface Program {
  readonly code: string;
  /** From the link with which the page was opened; null when there is none. */
  readonly offered: string | null;
  /** What was here before it was replaced; null when nothing was. */
  readonly before: string | null;
  readonly edit: (code: string) => void;
  readonly replace: (code: string) => void;
  readonly undo: () => void;
  readonly decline: () => void;
  readonly example: (name: ExampleName) => string;
}

function useProgram(place: Place): Program {
  const { lang, host, mqttPort } = usePage();
  const storage = browserStorage();
  const example = (name: ExampleName): string => exampleFor(name, lang, place, { host, port: mqttPort });
  const [code, setCode] = useState(() => keptCode(storage, place) ?? example("blink"));
  const [before, setBefore] = useState<string | null>(null);
  const [offered, setOffered] = useState<string | null>(null);
  useEffect(() => {
    void codeIn(location.hash).then(setOffered);
  }, []);
  const keep = (text: string): void => {
    setCode(text);
    keepCode(storage, place, text);
  };
  const decline = (): void => {
    setOffered(null);
    history.replaceState(null, "", location.pathname + location.search);
  };
  return {
    code,
    offered,
    before,
    decline,
    example,
    edit: (text) => {
      keep(text);
      if (text !== code) setBefore(null);
    },
    replace: (text) => {
      setBefore(code);
      keep(text);
      decline();
    },
    undo: () => {
      if (before !== null) keep(before);
      setBefore(null);
    },
  };
}

function Notices({ program, failure }: { program: Program; failure: string }): VNode {
  const words = useBoardWords();
  return (
    <div class="board-notices" role="status">
      {failure && <p class="board-notice problem">{words.failed(failure)}</p>}
      {program.offered !== null && (
        <p class="board-notice">
          <span>{words.fromLink}</span>
          <button type="button" class="btn btn-sm btn-primary" onClick={() => program.replace(program.offered ?? "")}>
            {words.useIt}
          </button>
          <button type="button" class="btn btn-sm btn-quiet" onClick={program.decline}>
            {words.leaveIt}
          </button>
        </p>
      )}
      {program.before !== null && (
        <p class="board-notice">
          <span>{words.replaced}</span>
          <button type="button" class="btn btn-link" onClick={program.undo}>
            {words.undo}
          </button>
        </p>
      )}
    </div>
  );
}
