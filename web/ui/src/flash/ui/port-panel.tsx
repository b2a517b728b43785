import type { VNode } from "preact";
import type { FlashClient, FlashState } from "../flash-client";
import { Failure } from "./parts";
import { useFlashWords } from "./words";

/** The port of the board. */
export function PortPanel({ board, state }: { board: FlashClient; state: FlashState }): VNode {
  const words = useFlashWords();
  const isClosed = state.phase === "closed";
  const isFree = isClosed || state.phase === "console";
  return (
    <section class="panel" aria-labelledby="flash-port">
      <div class="flash-head">
        <h2 id="flash-port" class="panel-title">
          {words.connect}
        </h2>
        <p class={`flash-phase ${isClosed ? "" : "open"}`} role="status">
          <span class="banner-dot" />
          {words.phases[state.phase]}
        </p>
      </div>
      {isClosed && <p class="form-text">{words.connectHint}</p>}
      <div class="flash-actions">
        <button
          type="button"
          class={`btn ${isClosed ? "btn-primary" : "btn-quiet btn-bordered"}`}
          disabled={!isFree}
          onClick={() => void board.choose()}
        >
          {isClosed ? words.choose : words.chooseOther}
        </button>
        {!isClosed && (
          <button
            type="button"
            class="btn btn-quiet btn-bordered"
            disabled={state.phase !== "console"}
            onClick={() => void board.close()}
          >
            {words.disconnect}
          </button>
        )}
      </div>
      <Failure state={state} of={["closed", "opening", "console", "chip"]} />
    </section>
  );
}
