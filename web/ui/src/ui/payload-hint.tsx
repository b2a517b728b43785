import type { VNode } from "preact";
import type { Hint } from "../model/readings";
import { useReadingsWords } from "./readings-words";

/** What the sender of a text may change, so that it is read as data. */
export function PayloadHint({ hint }: { hint: Hint | null }): VNode | null {
  const words = useReadingsWords();
  return hint && <p class="payload-hint">{words.hints[hint]}</p>;
}
