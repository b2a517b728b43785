import type { VNode } from "preact";
import { CopyButton } from "./copy-button";

/** Something to copy as it stands, with what one must know about it. */
export function Snippet({ title, code, hint }: { title: string; code: string; hint?: string }): VNode {
  return (
    <div class="snippet">
      <div class="snippet-head">
        <h3>{title}</h3>
        <CopyButton text={code} title={title} />
      </div>
      {hint && <p class="snippet-hint">{hint}</p>}
      <pre tabIndex={0} role="group" aria-label={title}>
        <code>{code}</code>
      </pre>
    </div>
  );
}
