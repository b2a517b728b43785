/** Keys while code is typed: inside a ``` that is open, Enter begins a line and Tab indents. Pure. */

import { isInsideFence } from "./code-blocks";

const STEP = "    ";

/** What a key puts in the place of what is selected, given the text before it; null: the key has its usual meaning. */
export function typedInCode(before: string, { key, shiftKey }: { key: string; shiftKey: boolean }): string | null {
  if (key === "Tab") return !shiftKey && isInsideFence(before) ? STEP : null;
  if (key !== "Enter") return null;
  const indent = /^[ \t]*/.exec(before.slice(before.lastIndexOf("\n") + 1))?.[0] ?? "";
  if (isInsideFence(before)) return `\n${indent}`;
  return shiftKey && indent !== "" ? `\n${indent}` : null;
}

/** A text without the empty lines before it and the space behind it. The first line keeps its indentation. */
export function trimmedAround(text: string): string {
  const end = text.trimEnd();
  if (!end.includes("\n")) return end.trimStart();
  return end.slice(end.lastIndexOf("\n", end.length - end.trimStart().length) + 1);
}
