/**
 * A mailbox in shared memory: a ring of bytes, one writer, one reader. The first two cells count the bytes written and
 * taken since the beginning, modulo 2^32; a letter is its length, four bytes, and its JSON in UTF-8.
 */

import { CAPACITY, type MailReader, type MailWriter } from "./mailbox";
import type { Mail } from "./messages";

const WRITTEN = 0;
const TAKEN = 1;
const HEAD = 8;
const LENGTH = 4;
const AGAIN_MS = 20;
/** Letters that wait for room; a program that never looks gets no more. */
const MOST_WAITING = 1000;

export const newSharedMailbox = (): SharedArrayBuffer => new SharedArrayBuffer(HEAD + CAPACITY);

class Ring {
  readonly counts: Int32Array;
  private readonly bytes: Uint8Array;

  constructor(buffer: SharedArrayBuffer) {
    this.counts = new Int32Array(buffer, 0, 2);
    this.bytes = new Uint8Array(buffer, HEAD);
  }

  count(which: number): number {
    return Atomics.load(this.counts, which) >>> 0;
  }

  set(which: number, count: number): void {
    Atomics.store(this.counts, which, count | 0);
  }

  get used(): number {
    return (this.count(WRITTEN) - this.count(TAKEN)) >>> 0;
  }

  write(from: number, bytes: Uint8Array): void {
    for (let index = 0; index < bytes.length; index += 1)
      this.bytes[((from + index) >>> 0) % CAPACITY] = bytes[index] as number;
  }

  read(from: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let index = 0; index < length; index += 1)
      bytes[index] = this.bytes[((from + index) >>> 0) % CAPACITY] as number;
    return bytes;
  }
}

function letter(mail: Mail): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(mail));
  const bytes = new Uint8Array(LENGTH + text.length);
  new DataView(bytes.buffer).setUint32(0, text.length);
  bytes.set(text, LENGTH);
  return bytes;
}

export class SharedMailWriter implements MailWriter {
  private readonly ring: Ring;
  private waiting: Uint8Array[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(buffer: SharedArrayBuffer) {
    this.ring = new Ring(buffer);
  }

  put(mail: Mail): void {
    const bytes = letter(mail);
    if (bytes.length <= CAPACITY && this.waiting.length < MOST_WAITING) this.waiting.push(bytes);
    this.flush();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.waiting = [];
  }

  private flush(): void {
    clearTimeout(this.timer);
    let next = this.waiting[0];
    while (next && this.ring.used + next.length <= CAPACITY) {
      const written = this.ring.count(WRITTEN);
      this.ring.write(written, next);
      this.ring.set(WRITTEN, written + next.length);
      this.waiting.shift();
      next = this.waiting[0];
    }
    Atomics.notify(this.ring.counts, WRITTEN);
    if (next) this.timer = setTimeout(() => this.flush(), AGAIN_MS);
  }
}

export class SharedMailReader implements MailReader {
  private readonly ring: Ring;

  constructor(buffer: SharedArrayBuffer) {
    this.ring = new Ring(buffer);
  }

  wait(ms: number): Mail[] {
    const taken = this.ring.count(TAKEN);
    if (ms > 0 && this.ring.used === 0) Atomics.wait(this.ring.counts, WRITTEN, taken | 0, ms);
    return this.take();
  }

  private take(): Mail[] {
    const found: Mail[] = [];
    while (this.ring.used >= LENGTH) {
      const taken = this.ring.count(TAKEN);
      const length = new DataView(this.ring.read(taken, LENGTH).buffer).getUint32(0);
      const text = new TextDecoder().decode(this.ring.read(taken + LENGTH, length));
      this.ring.set(TAKEN, taken + LENGTH + length);
      found.push(JSON.parse(text) as Mail);
    }
    return found;
  }
}
