import type { ComponentChildren, VNode } from "preact";
import { useState } from "preact/hooks";
import type { LogFormat } from "../net/http";
import { usePage } from "./context";

interface Details {
  currentTarget: HTMLDetailsElement;
}

/** A button with more behind it, below or, where there is no room, above. It closes when one goes elsewhere, and on Escape. */
export function Menu({
  label,
  button,
  children,
}: {
  label: string;
  button: VNode;
  children: ComponentChildren;
}): VNode {
  const [isUp, setUp] = useState(false);
  return (
    <details
      class={`menu ${isUp ? "up" : ""}`}
      onToggle={({ currentTarget }) => currentTarget.open && setUp(belongsAbove(currentTarget))}
      onFocusOut={closeWhenLeft}
      onKeyDown={closeOnEscape}
    >
      <summary class="btn btn-quiet round" aria-label={label} title={label}>
        {button}
      </summary>
      <div class="menu-items">{children}</div>
    </details>
  );
}

/** Whether what opens fits only above the button. */
function belongsAbove(menu: HTMLDetailsElement): boolean {
  const { top, bottom } = menu.getBoundingClientRect();
  const height = menu.querySelector<HTMLElement>(".menu-items")?.offsetHeight ?? 0;
  return bottom + height > window.innerHeight && height <= top;
}

function closeWhenLeft({ relatedTarget, currentTarget }: FocusEvent & Details): void {
  if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) currentTarget.open = false;
}

function closeOnEscape({ key, currentTarget }: KeyboardEvent & Details): void {
  if (key !== "Escape") return;
  currentTarget.open = false;
  currentTarget.querySelector("summary")?.focus();
}

/** A log in each of its forms: docs/protocol.md, `format`. */
export function Downloads({ addressOf }: { addressOf: (format: LogFormat) => string }): VNode {
  const { words } = usePage();
  const forms: [LogFormat, string][] = [
    ["txt", words.downloadTxt],
    ["csv", words.downloadCsv],
    ["log", words.downloadLog],
  ];
  return (
    <>
      <div class="menu-title">{words.download}</div>
      {forms.map(([format, name]) => (
        <a key={format} href={addressOf(format)} download>
          {name}
        </a>
      ))}
    </>
  );
}
