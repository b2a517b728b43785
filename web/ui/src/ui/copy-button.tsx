import type { VNode } from "preact";
import { useRef, useState } from "preact/hooks";
import { copyText } from "./clipboard";
import { usePage } from "./context";
import { Icon } from "./icons";

const TOLD_MS = 2000;
type Outcome = "copied" | "failed" | null;

/** Copies with one tap, and says whether it did. */
export function CopyButton({ text, title }: { text: string; title: string }): VNode {
  const { words } = usePage();
  const [outcome, setOutcome] = useState<Outcome>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const copy = async (): Promise<void> => {
    setOutcome((await copyText(text)) ? "copied" : "failed");
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOutcome(null), TOLD_MS);
  };
  const shown = { copied: words.copied, failed: words.copyFailed, none: words.copy }[outcome ?? "none"];
  return (
    <button type="button" class="btn btn-sm btn-quiet copy-button" onClick={() => void copy()}>
      <Icon name={outcome === "copied" ? "check" : "copy"} />
      <span aria-hidden="true">{shown}</span>
      <span class="visually-hidden" aria-live="polite">
        {outcome ? shown : words.copyOf(title)}
      </span>
    </button>
  );
}
