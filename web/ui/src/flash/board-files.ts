/** The files for a board: chosen one by one, or in the archive of the page Boards. Pure. */

import { type UnzipFileInfo, unzipSync } from "fflate";

/** Bytes. A board has some 200 KB of memory and some MB of flash memory; its programs are small. */
export const MOST_OF_FILE = 256 * 1024;
export const MOST_OF_ARCHIVE = 16 * 1024 * 1024;
export const MOST_FILES = 32;
const MOST_ENTRIES = 4_000;
const MARK_OF_ZIP = [0x50, 0x4b];

export interface BoardFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The files of one board. `board`: its folder in the archive; empty for files without one. */
export interface BoardFiles {
  readonly board: string;
  readonly files: readonly BoardFile[];
}

/** `not-micropython`: an archive without Python files for boards, as that of the Arduino sketch. */
export type FilesFault = "too-large" | "too-many" | "bad-name" | "bad-archive" | "not-micropython" | "none";

/** Names as MicroPython's file systems take them, without a folder. */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/;

/** For each board its files, in the order of their names. Archives among the chosen files are unpacked. */
export function readBoardFiles(chosen: readonly BoardFile[]): BoardFiles[] | FilesFault {
  if (chosen.length === 0) return "none";
  const [only] = chosen;
  if (chosen.length === 1 && only && isArchive(only)) return fromArchive(only.bytes);
  const fault = faultOf(chosen);
  return fault ?? [{ board: "", files: chosen }];
}

const isArchive = ({ bytes }: BoardFile): boolean => MARK_OF_ZIP.every((byte, place) => bytes[place] === byte);

function faultOf(files: readonly BoardFile[]): FilesFault | null {
  if (files.length > MOST_FILES) return "too-many";
  if (files.some(({ bytes }) => bytes.length > MOST_OF_FILE)) return "too-large";
  return files.every(({ name }) => NAME.test(name)) ? null : "bad-name";
}

function fromArchive(archive: Uint8Array): BoardFiles[] | FilesFault {
  if (archive.length > MOST_OF_ARCHIVE) return "too-large";
  const sizes = new Map<string, number>();
  const small = ({ name, originalSize }: UnzipFileInfo): boolean => {
    sizes.set(name, originalSize);
    return originalSize <= MOST_OF_FILE && sizes.size <= MOST_ENTRIES;
  };
  let unpacked: Record<string, Uint8Array>;
  try {
    unpacked = unzipSync(archive, { filter: small });
  } catch {
    return "bad-archive";
  }
  if (sizes.size > MOST_ENTRIES) return "too-many";
  if ([...sizes.values()].some((size) => size > MOST_OF_FILE)) return "too-large";
  return boardsIn(unpacked);
}

function boardsIn(unpacked: Readonly<Record<string, Uint8Array>>): BoardFiles[] | FilesFault {
  const folders = new Map<string, BoardFile[]>();
  for (const [path, bytes] of Object.entries(unpacked)) {
    const cut = path.lastIndexOf("/");
    const [folder, name] = [path.slice(0, Math.max(cut, 0)), path.slice(cut + 1)];
    if (name !== "") folders.set(folder, [...(folders.get(folder) ?? []), { name, bytes }]);
  }
  const boards = [...folders]
    .filter(([, files]) => files.some(({ name }) => name === "main.py"))
    .map(([board, files]) => ({ board, files: files.filter(({ name }) => isForBoard(name)) }));
  if (boards.length === 0) return "not-micropython";
  const fault = boards.map(({ files }) => faultOf(files)).find((found) => found !== null);
  return fault ?? boards.toSorted((one, other) => byNumber.compare(one.board, other.board));
}

/** Programs, and the authority of a lab with TLS; not the note for people. */
const isForBoard = (name: string): boolean => /\.(py|pem|mpy|json)$/.test(name);
const byNumber = new Intl.Collator("en", { numeric: true });
