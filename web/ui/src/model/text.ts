/** Text as it is drawn: links apart from the rest, bytes as hex, sizes in words. */

export interface Part {
  readonly kind: "text" | "link";
  readonly text: string;
}

const LINK = /https?:\/\/[^\s<>"'`]+/giu;
/** What ends a sentence more often than an address. */
const TRAILING = /[.,;:!?…]+$/u;

/** Cut a text in parts that make it up again. Only http and https become links. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const link = withoutTail(match[0]);
    if (!isAddress(link)) continue;
    if (match.index > end) parts.push({ kind: "text", text: text.slice(end, match.index) });
    parts.push({ kind: "link", text: link });
    end = match.index + link.length;
  }
  if (end < text.length) parts.push({ kind: "text", text: text.slice(end) });
  return parts;
}

/** Without the punctuation, and the closing bracket, that belong to the sentence around it. */
function withoutTail(found: string): string {
  let link = found.replace(TRAILING, "");
  while (/[)\]}]$/.test(link) && count(link, /[)\]}]/g) > count(link, /[([{]/g))
    link = link.slice(0, -1).replace(TRAILING, "");
  return link;
}

const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0;

function isAddress(link: string): boolean {
  try {
    const { protocol } = new URL(link);
    return protocol === "http:" || protocol === "https:";
  } catch {
    return false;
  }
}

export interface Bytes {
  /** The first bytes, two digits each. */
  readonly hex: string;
  readonly size: number;
}

/** The beginning of a base64 payload as hex; null when it is no base64. */
export function hexPreview(base64: string, bytes = 48): Bytes | null {
  try {
    const size = Math.floor((base64.replace(/=+$/, "").length * 3) / 4);
    const head = atob(base64.slice(0, Math.ceil(bytes / 3) * 4)).slice(0, bytes);
    return { hex: [...head].map((char) => char.charCodeAt(0).toString(16).padStart(2, "0")).join(" "), size };
  } catch {
    return null;
  }
}

/** 1536 -> "1.5 KB". */
export function sizeText(bytes: number, lang: string): string {
  const step = [1, 2, 3].filter((power) => bytes >= 1024 ** power).length;
  const number = new Intl.NumberFormat(lang, { maximumFractionDigits: step === 0 ? 0 : 1 }).format(
    bytes / 1024 ** step,
  );
  return `${number} ${["B", "KB", "MB", "GB"][step]}`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a line may not have
const NOT_IN_A_LINE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

/** A text of 1 to `most` characters in one line that is not blank: chat/one_line.py. */
export const isLine = (value: unknown, most: number): value is string =>
  typeof value === "string" && value.trim() !== "" && [...value].length <= most && !NOT_IN_A_LINE.test(value);
