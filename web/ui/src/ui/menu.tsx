import type { ComponentChildren, VNode } from "preact";
import { useState } from "preact/hooks";
import { DOWNLOAD_FORMS, type DownloadForm, downloadQuery, zoneHere } from "../model/downloads";
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

/** A log in each of its forms, under a title. `addressOf` has the address of a query. */
export function Downloads({ addressOf }: { addressOf: (query: string) => string }): VNode {
  const { words } = usePage();
  return (
    <>
      <div class="menu-title">{words.download}</div>
      <DownloadLinks addressOf={addressOf} />
    </>
  );
}

/** A link for each form of a log. */
export function DownloadLinks({ addressOf }: { addressOf: (query: string) => string }): VNode {
  const { words, lang } = usePage();
  const names: Readonly<Record<DownloadForm, string>> = {
    xlsx: words.downloadXlsx,
    values: words.downloadValues,
    csv: words.downloadCsv,
    txt: words.downloadTxt,
    log: words.downloadLog,
  };
  const reader = { lang, zone: zoneHere() };
  return (
    <>
      {DOWNLOAD_FORMS.map((form) => (
        <a key={form} href={addressOf(downloadQuery(form, reader))} download>
          {names[form]}
        </a>
      ))}
    </>
  );
}
