/** What turns a projector from one part to the next: buttons, and keys for who stands far from the mouse. */

import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { labPath } from "../base";
import { keyOf, PARTS, type Part, partOfKey } from "../model/projector";
import { usePage } from "./context";
import { useRoomWords } from "./room-words";

/** Says on the pages of chart and wire that they are projected. */
const QUERY = "projector";

export const isProjected = (): boolean => new URLSearchParams(location.search).has(QUERY);

interface Props {
  readonly part: Part;
  /** Turns to a part that this page has. Null: all others are other pages. */
  readonly onPart: ((part: Part) => void) | null;
}

export function ProjectorBar({ part, onPart }: Props): VNode {
  const { session } = usePage();
  const words = useRoomWords();
  useEffect(() => {
    const turn = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key.toLowerCase() === "f") return void toggleFullScreen();
      const wanted = partOfKey(event.key);
      if (wanted !== null && wanted !== part) go(session, wanted, onPart);
    };
    document.addEventListener("keydown", turn);
    return () => document.removeEventListener("keydown", turn);
  }, [session, part, onPart]);
  return (
    <nav class="projector-bar" aria-label={words.projector}>
      {PARTS.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === part}
          aria-keyshortcuts={keyOf(one)}
          onClick={() => one !== part && go(session, one, onPart)}
        >
          {words.parts[one]}{" "}
          <span class="key" aria-hidden="true">
            {keyOf(one)}
          </span>
        </button>
      ))}
      <button type="button" aria-keyshortcuts="F" onClick={() => void toggleFullScreen()}>
        {words.fullScreen}{" "}
        <span class="key" aria-hidden="true">
          F
        </span>
      </button>
    </nav>
  );
}

/** On the pages of devices and wire, while they are projected. */
export const ProjectedBar = ({ part }: { part: Part }): VNode | null =>
  isProjected() ? <ProjectorBar part={part} onPart={null} /> : null;

function go(session: string, part: Part, onPart: Props["onPart"]): void {
  if (part === "chart") location.assign(labPath(`/d/${session}?${QUERY}`));
  else if (part === "wire") location.assign(labPath(`/w/${session}?${QUERY}`));
  else if (onPart) onPart(part);
  else location.assign(labPath(`/v/${session}?part=${part}`));
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");

async function toggleFullScreen(): Promise<void> {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen();
  } catch {
    // A browser that refuses keeps its frame.
  }
}
