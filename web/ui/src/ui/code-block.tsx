/** Code in a message: as it was sent, in lines of one width, to copy. */

import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { usePage } from "./context";
import { CopyButton } from "./copy-button";

/** More lines are folded. */
const MANY_LINES = 24;
/** More characters are drawn only on demand. */
const MANY = 4000;

export function CodeBlock({ code }: { code: string }): VNode {
  const { words } = usePage();
  const [open, setOpen] = useState(false);
  const short = beginningOf(code);
  return (
    <div class="code-block">
      <CopyButton text={code} title={words.code} />
      {/* It scrolls sideways, so the keyboard must reach it. */}
      <pre tabIndex={0} role="group" aria-label={words.code}>
        <code>{open ? code : short}</code>
      </pre>
      {short !== code && (
        <button type="button" class="btn btn-link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? words.showLess : words.showAll}
        </button>
      )}
    </div>
  );
}

const beginningOf = (code: string): string => code.split("\n", MANY_LINES).join("\n").slice(0, MANY);
