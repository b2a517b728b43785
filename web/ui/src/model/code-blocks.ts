/**
 * Code in a text: blocks between ``` or pasted with indentation, and words between backticks. Nothing else of Markdown.
 * Pure, in time linear in the text. The sources of the pieces make up the text again, byte for byte.
 */

export interface CodePiece {
  readonly kind: "text" | "block" | "inline";
  /** The stretch of the text, with its fence or its backticks. */
  readonly source: string;
  /** What is drawn, and for code what is copied. */
  readonly shown: string;
}

/** Of more blocks, and of more words between backticks, the rest stays text: a message draws a bounded number of parts. */
export const MOST_BLOCKS = 20;
export const MOST_INLINE = 200;

const FENCE = "```";
/** A line that begins a block: the fence, and at most one word, the name of a language. */
const OPENING = /^[ \t]{0,3}```[ \t]*(?:[\w+#.-]{1,24}[ \t]*)?\r?$/;
const CLOSING = /^[ \t]{0,3}```[ \t]*\r?$/;
const INDENTED = /^(?: {2}|\t)[ \t]*(?![ \t]|[-*•][ \t]|\d{1,3}[.)][ \t])\S/;
const BLANK = /^[ \t\r]*$/;

interface Line {
  readonly start: number;
  /** Where the next line begins. */
  readonly end: number;
  readonly text: string;
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/** Cut a text into blocks of code and the text between them. */
export function cutAtBlocks(text: string): CodePiece[] {
  if (!text.includes("\n") && !text.includes(FENCE)) return [asText(text)];
  const spans = text.includes(FENCE) ? fencedSpans(text) : [];
  const found = spans.length > 0 ? spans : indentedSpans(text);
  return piecesOf(text, found.slice(0, MOST_BLOCKS));
}

/** Cut a line of text at the words between backticks: as many behind the words as before them, in the same line. */
export function cutAtBackticks(text: string): CodePiece[] {
  if (!text.includes("`")) return [asText(text)];
  const runs = [...text.matchAll(/`+|\n/g)];
  const closing = closingRuns(runs.map(([run]) => run));
  const pieces: CodePiece[] = [];
  let last = 0;
  let inline = 0;
  for (const [index, run] of runs.entries()) {
    const end = runs[closing[index] ?? -1];
    if (run.index < last || !end || inline === MOST_INLINE) continue;
    const shown = text.slice(run.index + run[0].length, end.index);
    if (shown.trim() === "") continue;
    if (run.index > last) pieces.push(asText(text.slice(last, run.index)));
    last = end.index + end[0].length;
    pieces.push({ kind: "inline", source: text.slice(run.index, last), shown });
    inline += 1;
  }
  if (last < text.length) pieces.push(asText(text.slice(last)));
  return pieces;
}

/** Whether the end of a text stands inside a block that is not closed: there, Enter begins a line of the code. */
export const isInsideFence = (text: string): boolean =>
  linesOf(text).reduce((open, { text: line }) => (open ? !CLOSING.test(line) : OPENING.test(line)), false);

const asText = (text: string): CodePiece => ({ kind: "text", source: text, shown: text });

function piecesOf(text: string, spans: readonly Span[]): CodePiece[] {
  const pieces: CodePiece[] = [];
  let last = 0;
  for (const { start, end, from, to } of spans) {
    pieces.push(between(text, last, start));
    pieces.push({ kind: "block", source: text.slice(start, end), shown: text.slice(from, to) });
    last = end;
  }
  pieces.push(between(text, last, text.length));
  return pieces.filter(({ source }) => source !== "");
}

/** Text beside a block: a block begins a line of its own, so the breaks that touch it are not drawn. */
function between(text: string, start: number, end: number): CodePiece {
  const source = text.slice(start, end);
  const head = start > 0 ? source.replace(/^\r?\n/, "") : source;
  return { kind: "text", source, shown: end < text.length ? head.replace(/\r?\n$/, "") : head };
}

/** From a line that is a fence to the next one, or to the end; and from ``` inside a line to the next ```. */
function fencedSpans(text: string): Span[] {
  const lines = linesOf(text);
  const spans: Span[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] as Line;
    if (OPENING.test(line.text)) {
      const close = nextClosing(lines, index + 1);
      const closing = lines[close];
      if (line.end < text.length) spans.push(blockOf(text, line, closing));
      index = close;
    } else if (line.text.includes(FENCE)) {
      const span = looseSpan(text, line);
      if (!span) continue;
      spans.push(span);
      while (index + 1 < lines.length && (lines[index + 1] as Line).start < span.end) index += 1;
    }
  }
  return spans.filter(({ from, to }) => text.slice(from, to).trim() !== "");
}

const nextClosing = (lines: readonly Line[], from: number): number => {
  let index = from;
  while (index < lines.length && !CLOSING.test((lines[index] as Line).text)) index += 1;
  return index;
};

function blockOf(text: string, opening: Line, closing: Line | undefined): Span {
  const to = closing ? Math.max(opening.end, withoutBreak(text, closing.start)) : text.length;
  return { start: opening.start, end: closing ? closing.end : text.length, from: opening.end, to };
}

/** "```print(1)" in one line and "print(2)```" in a later one, as people paste it. In one line it is for the backticks. */
function looseSpan(text: string, line: Line): Span | null {
  const start = line.start + line.text.lastIndexOf(FENCE);
  const count = line.text.split(FENCE).length - 1;
  if (count % 2 === 0) return null;
  const close = text.indexOf(FENCE, line.end);
  if (close < 0) return null;
  return { start, end: close + FENCE.length, from: start + FENCE.length, to: close };
}

const withoutBreak = (text: string, at: number): number => {
  if (text[at - 1] !== "\n") return at;
  return text[at - 2] === "\r" ? at - 2 : at - 1;
};

/** The paragraphs from the first that has an indented line to the last. A list that is indented is no code. */
function indentedSpans(text: string): Span[] {
  const lines = linesOf(text);
  const first = lines.findIndex(({ text: line }) => INDENTED.test(line));
  const last = lines.findLastIndex(({ text: line }) => INDENTED.test(line));
  if (first < 0) return [];
  let head = first;
  while (head > 0 && !BLANK.test((lines[head - 1] as Line).text)) head -= 1;
  let tail = last;
  while (tail + 1 < lines.length && !BLANK.test((lines[tail + 1] as Line).text)) tail += 1;
  if (head === tail) return [];
  const { start } = lines[head] as Line;
  const { end } = lines[tail] as Line;
  return [{ start, end, from: start, to: withoutBreak(text, end) }];
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  while (start <= text.length) {
    const found = text.indexOf("\n", start);
    const stop = found < 0 ? text.length : found;
    lines.push({ start, end: found < 0 ? text.length : found + 1, text: text.slice(start, stop) });
    start = stop + 1;
  }
  return lines;
}

/** For each run of backticks the next one that is as long, up to the end of the line; -1 for none. */
function closingRuns(runs: readonly string[]): number[] {
  const next = new Map<number, number>();
  const closing = Array<number>(runs.length).fill(-1);
  for (let index = runs.length - 1; index >= 0; index -= 1) {
    const run = runs[index] as string;
    if (run === "\n") next.clear();
    else {
      closing[index] = next.get(run.length) ?? -1;
      next.set(run.length, index);
    }
  }
  return closing;
}
