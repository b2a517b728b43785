import { Fragment, type VNode } from "preact";
import { useState } from "preact/hooks";
import { copyText } from "./clipboard";
import { usePage } from "./context";
import { Icon } from "./icons";

const COPIED_MS = 2000;
/** Characters of a title that explains: it is no name for a button. */
const LONG_TITLE = 60;

/** A command to type in a terminal, copied with one tap. */
export function CommandLine({ title, command }: { title: string; command: string }): VNode {
  const { words } = usePage();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    setCopied(await copyText(command));
    setTimeout(() => setCopied(false), COPIED_MS);
  };
  return (
    <div class="command">
      <div class="command-title">{title}</div>
      <div class="command-row">
        <code tabIndex={0}>
          {command.split(" ").map((word, place) => (
            <Fragment key={place}>
              {place > 0 && " "}
              <span class="command-word">{word}</span>
            </Fragment>
          ))}
        </code>
        <button
          type="button"
          class="btn btn-sm btn-quiet"
          onClick={() => void copy()}
          aria-label={`${words.copy}: ${title.length > LONG_TITLE ? command : title}`}
        >
          <Icon name={copied ? "check" : "copy"} />
          <span aria-live="polite">{copied ? words.copied : words.copy}</span>
        </button>
      </div>
    </div>
  );
}
