import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { browserStorage } from "../net/storage";
import { Icon } from "./icons";
import { useRoomWords } from "./room-words";

const KEY = "lab.larger-text";

/** Text for those who sit far from the projector; remembered by this browser. */
export function TextSize(): VNode {
  const words = useRoomWords();
  const [isLarger, setLarger] = useState(() => remembered());
  useEffect(() => {
    document.documentElement.classList.toggle("larger-text", isLarger);
    remember(isLarger);
  }, [isLarger]);
  return (
    <button
      type="button"
      class="btn btn-quiet round"
      aria-pressed={isLarger}
      aria-label={words.largerText}
      title={words.largerText}
      onClick={() => setLarger(!isLarger)}
    >
      <Icon name="letters" />
    </button>
  );
}

const remembered = (): boolean => browserStorage()?.getItem(KEY) === "yes";

function remember(isLarger: boolean): void {
  try {
    browserStorage()?.setItem(KEY, isLarger ? "yes" : "no");
  } catch {
    // A browser that refuses storage shows the usual size next time.
  }
}
