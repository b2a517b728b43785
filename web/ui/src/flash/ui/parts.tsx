/** Small parts of the panels. */

import type { VNode } from "preact";
import type { FlashState } from "../flash-client";
import { failureText, useFlashWords } from "./words";

/** What went wrong in one of these phases. */
export function Failure({ state, of }: { state: FlashState; of: readonly FlashState["phase"][] }): VNode {
  const words = useFlashWords();
  const shown = state.failure !== null && of.includes(state.failedIn) ? state.failure : null;
  return (
    <p class="problem flash-problem" role="alert">
      {shown && failureText(words, shown, state.chip?.name ?? "")}
    </p>
  );
}

/** How far the writing is. */
export function Progress({ part, label }: { part: number; label: string }): VNode {
  const words = useFlashWords();
  const percent = Math.floor(part * 100);
  return (
    <div class="flash-progress">
      <progress max={100} value={percent} aria-label={label} />
      <span>{words.part(percent)}</span>
      <span class="form-text">{words.keepPlugged}</span>
    </div>
  );
}
