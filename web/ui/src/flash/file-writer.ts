/** Writes files to a board through its raw REPL, and reads back what they became. */

import type { BoardFile } from "./board-files";
import { BoardFailure } from "./failures";
import type { RawRepl } from "./raw-repl";

/** Bytes of a file in one program: small, because a board has little memory. */
const BLOCK = 256;

const SETUP = `
import gc, os
try:
    import binascii
except ImportError:
    import ubinascii as binascii
try:
    import hashlib
except ImportError:
    import uhashlib as hashlib
gc.collect()
`;

/** Prints how many bytes a file has, and their SHA-256. */
const readBack = (name: string): string => `
h = hashlib.sha256()
n = 0
with open(${pythonText(name)}, 'rb') as f:
    while True:
        b = f.read(256)
        if not b:
            break
        n += len(b)
        h.update(b)
print(n, binascii.hexlify(h.digest()).decode())
`;

/** FAT does not rename onto a file that is there. */
const replace = (name: string): string => `
try:
    os.remove(${pythonText(name)})
except OSError:
    pass
os.rename(${pythonText(temporary(name))}, ${pythonText(name)})
`;

const temporary = (name: string): string => `${name}.new`;

/** A text of a name's characters as Python writes it: names have no quotes and no backslashes. */
const pythonText = (text: string): string => `'${text}'`;

/**
 * Write all files, and put them in place of the old ones when all are on the board unchanged. `progress`: bytes written,
 * of all. Rejects with a BoardFailure: `file-differs`, `lost`, `no-micropython`, or `python`, as when the board is full.
 */
export async function writeFiles(
  repl: RawRepl,
  files: readonly BoardFile[],
  progress: (written: number, all: number) => void,
): Promise<void> {
  const all = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  let written = 0;
  await repl.run(SETUP);
  for (const { name, bytes } of files) {
    await repl.run(`f = open(${pythonText(temporary(name))}, 'wb')`);
    for (let start = 0; start < bytes.length; start += BLOCK) {
      const block = bytes.subarray(start, start + BLOCK);
      await repl.run(`_ = f.write(binascii.unhexlify('${hexOf(block)}'))`);
      written += block.length;
      progress(written, all);
    }
    await repl.run("f.close()");
    const told = (await repl.run(readBack(temporary(name)))).trim();
    if (told !== `${bytes.length} ${await sha256(bytes)}`) throw new BoardFailure("file-differs", name);
  }
  for (const { name } of files) await repl.run(replace(name));
}

const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const sha256 = async (bytes: Uint8Array): Promise<string> =>
  hexOf(new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes))));
