/** What the serial console shows: the last lines of what was printed. Pure. */

const MOST = 40_000;

/** Text with more behind it; of a long one the beginning is given up, at a line's end. */
export function appended(text: string, more: string): string {
  const all = (text + more).replaceAll("\r\n", "\n");
  if (all.length <= MOST) return all;
  const cut = all.slice(-MOST);
  return cut.slice(cut.indexOf("\n") + 1);
}

export interface ErrorPlace {
  /** From 1. */
  readonly line: number;
  /** As `NameError: name 'x' isn't defined`. */
  readonly message: string;
}

/** The innermost line of the program that a traceback names, and what was wrong there; null without one. */
export function errorPlace(traceback: string): ErrorPlace | null {
  const lines = [...traceback.matchAll(/File "main\.py", line (\d+)/g)];
  const line = Number(lines.at(-1)?.[1]);
  const message = traceback.trimEnd().split("\n").at(-1)?.trim() ?? "";
  return line > 0 ? { line, message } : null;
}

/** Whether more must be typed: the line opens a block, or one is open already and no empty line has ended it. */
export function isUnfinished(typed: string): boolean {
  const lines = typed.split("\n");
  const opens = lines.some((line) => /:\s*(#.*)?$/.test(line) || line.startsWith("@"));
  return opens && lines.at(-1)?.trim() !== "";
}
