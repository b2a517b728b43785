import type { VNode } from "preact";
import { CopyButton } from "./copy-button";
import { Icon } from "./icons";
import { saveAs } from "./save-as";

/** Something to copy as it stands, or to keep as the file, with what one must know about it. */
export function Snippet({
  title,
  code,
  hint,
  file,
}: {
  title: string;
  code: string;
  hint?: string;
  file?: string;
}): VNode {
  return (
    <div class="snippet">
      <div class="snippet-head">
        <h3>{title}</h3>
        {file && (
          <button type="button" class="btn btn-sm btn-quiet save-button" onClick={() => saveAs(file, new Blob([code]))}>
            <Icon name="download" />
            {file}
          </button>
        )}
        <CopyButton text={code} title={title} />
      </div>
      {hint && <p class="snippet-hint">{hint}</p>}
      <pre tabIndex={0} role="group" aria-label={title}>
        <code>{code}</code>
      </pre>
    </div>
  );
}
