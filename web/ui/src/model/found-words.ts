/** Where the words of a search stand in a text: without regard to case and accents, as the lab finds them. Pure. */

export interface Piece {
  readonly text: string;
  readonly isFound: boolean;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** A text as it is compared, and where in the text each unit of it comes from. */
interface Folded {
  readonly text: string;
  readonly from: readonly number[];
}

/** Cut a text where the words stand in it; the pieces make it up again. */
export function cutAtWords(text: string, words: string): Piece[] {
  const pieces: Piece[] = [];
  let last = 0;
  for (const { start, end } of placesOf(text, words)) {
    pieces.push({ text: text.slice(last, start), isFound: false }, { text: text.slice(start, end), isFound: true });
    last = end;
  }
  pieces.push({ text: text.slice(last), isFound: false });
  return pieces.filter((piece) => piece.text !== "");
}

/** The stretch of a long text around the first place of the words. */
export function aroundWords(text: string, words: string, most = 300): string {
  if (text.length <= most) return text;
  const at = placesOf(text, words)[0]?.start ?? 0;
  const from = Math.max(0, Math.min(at - Math.floor(most / 3), text.length - most));
  return `${from > 0 ? "…" : ""}${text.slice(from, from + most)}${from + most < text.length ? "…" : ""}`;
}

function placesOf(text: string, words: string): Place[] {
  const wanted = fold(words.trim());
  if (wanted === "") return [];
  const folded = foldedWithPlaces(text);
  const places: Place[] = [];
  for (let at = folded.text.indexOf(wanted); at >= 0; at = folded.text.indexOf(wanted, at + wanted.length)) {
    // Up to where the next letter begins: accents that follow a letter belong to it.
    const end = folded.from[at + wanted.length] ?? text.length;
    places.push({ start: folded.from[at] ?? 0, end });
  }
  return places.filter(({ start, end }) => start < end);
}

function foldedWithPlaces(text: string): Folded {
  const from: number[] = [];
  let folded = "";
  let at = 0;
  for (const character of text) {
    const letters = fold(character);
    from.push(...Array<number>(letters.length).fill(at));
    folded += letters;
    at += character.length;
  }
  return { text: folded, from };
}

/** The rule of `chat/case_folding.py`. */
const fold = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replaceAll("ς", "σ");
