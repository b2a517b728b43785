import type { ComponentChildren, VNode } from "preact";

type Details = { currentTarget: HTMLDetailsElement };

/** A button with more behind it. It closes when one goes elsewhere, and on Escape. */
export function Menu({ label, button, children }: { label: string; button: VNode; children: ComponentChildren }): VNode {
  return (
    <details class="menu" onFocusOut={closeWhenLeft} onKeyDown={closeOnEscape}>
      <summary class="btn btn-quiet round" aria-label={label} title={label}>{button}</summary>
      <div class="menu-items">{children}</div>
    </details>
  );
}

function closeWhenLeft({ relatedTarget, currentTarget }: FocusEvent & Details): void {
  if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) currentTarget.open = false;
}

function closeOnEscape({ key, currentTarget }: KeyboardEvent & Details): void {
  if (key !== "Escape") return;
  currentTarget.open = false;
  currentTarget.querySelector("summary")?.focus();
}
