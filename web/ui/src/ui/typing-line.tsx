import type { VNode } from "preact";
import type { Dictionary } from "../i18n";
import { usePage } from "./context";
import { useNameOf } from "./names";

const NAMED = 3;

export function TypingLine({ typing }: { typing: ReadonlyMap<string, number> }): VNode {
  const { words } = usePage();
  const nameOf = useNameOf();
  return (
    <div class="typing" aria-live="off">
      {typingText([...typing.keys()].map(nameOf).sort(), words)}
    </div>
  );
}

export function typingText(names: readonly string[], words: Dictionary): string {
  if (names.length === 0) return "";
  if (names.length === 1) return words.typingOne(names[0] ?? "");
  return names.length <= NAMED ? words.typingSome(names.join(", ")) : words.typingMany(names.length);
}
