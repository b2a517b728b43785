/** A program in the fragment of a link, which browsers send to nobody. Opening such a link never runs it. */

/** Longest program that the page keeps or shares, in bytes of UTF-8. */
export const MOST_CODE = 64 * 1024;
/** Longest link: programs that people send one another by. */
export const MOST_LINK = 8_000;

const KEY = "code=";

/** The fragment with a program, `#code=...`; null when it is too long for a link. */
export async function fragmentOf(code: string): Promise<string | null> {
  const packed = await through(new Blob([code]).stream(), new CompressionStream("deflate-raw"), Infinity);
  const digits = btoa(String.fromCharCode(...(packed ?? [])));
  const text = digits.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return text.length > MOST_LINK ? null : `#${KEY}${text}`;
}

/** The program in a fragment; null when there is none that can be read. */
export async function codeIn(fragment: string): Promise<string | null> {
  if (!fragment.startsWith(`#${KEY}`) || fragment.length > MOST_LINK + KEY.length + 1) return null;
  const digits = fragment
    .slice(KEY.length + 1)
    .replaceAll("-", "+")
    .replaceAll("_", "/");
  try {
    const packed = Uint8Array.from(atob(digits), (letter) => letter.charCodeAt(0));
    const bytes = await through(new Blob([packed]).stream(), new DecompressionStream("deflate-raw"), MOST_CODE);
    return bytes && new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

/** What comes out of a transformation; null when it is more than `most` bytes. */
async function through(
  stream: Bytes,
  change: GenericTransformStream,
  most: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const reader = stream
    .pipeThrough(change as ReadableWritablePair<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>)
    .getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (let { done, value } = await reader.read(); !done && value; { done, value } = await reader.read()) {
    parts.push(value);
    size += value.length;
    if (size > most) {
      await reader.cancel();
      return null;
    }
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
