import type { VNode } from "preact";
import type { Dictionary } from "../i18n";
import { usePage } from "./context";

const NAMED = 3;

export function TypingLine({ typing }: { typing: ReadonlyMap<string, number> }): VNode {
  const { words } = usePage();
  return (
    <div class="typing" aria-live="off">
      {typingText([...typing.keys()].sort(), words)}
    </div>
  );
}

export function typingText(roles: readonly string[], words: Dictionary): string {
  if (roles.length === 0) return "";
  if (roles.length === 1) return words.typingOne(roles[0] ?? "");
  return roles.length <= NAMED ? words.typingSome(roles.join(", ")) : words.typingMany(roles.length);
}
