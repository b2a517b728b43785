/** Bytes that have come and are not read yet, and who waits for which. */

import { BoardFailure, LOST } from "./failures";

/** Bytes that are kept for a reader; what comes beyond was not asked for. */
const MOST = 64 * 1024;

interface Waiting {
  readonly enough: () => number;
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

export class Incoming {
  private held = new Uint8Array(0);
  private waiting: Waiting | null = null;
  private isLost = false;

  add(bytes: Uint8Array): void {
    this.held = joined(this.held, bytes).slice(-MOST);
    this.serve();
  }

  lose(): void {
    this.isLost = true;
    this.waiting?.reject(LOST);
    this.waiting = null;
  }

  clear(): void {
    this.held = new Uint8Array(0);
  }

  /** The bytes up to a mark, and the mark. Rejects with a BoardFailure: `lost`, or `no-micropython` after `ms`. */
  until(mark: Uint8Array, ms: number): Promise<Uint8Array> {
    return this.wait(() => {
      const place = indexOf(this.held, mark);
      return place < 0 ? 0 : place + mark.length;
    }, ms);
  }

  /** The next `count` bytes. Rejects as `until`. */
  take(count: number, ms: number): Promise<Uint8Array> {
    return this.wait(() => (this.held.length >= count ? count : 0), ms);
  }

  /** The next byte if it is there already. */
  next(): number | undefined {
    const [byte] = this.held;
    this.held = this.held.slice(1);
    return byte;
  }

  private wait(enough: () => number, ms: number): Promise<Uint8Array> {
    if (this.isLost) return Promise.reject(LOST);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting = null;
        reject(new BoardFailure("no-micropython"));
      }, ms);
      const settle =
        <T>(then: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer);
          then(value);
        };
      this.waiting = { enough, resolve: settle(resolve), reject: settle(reject) };
      this.serve();
    });
  }

  private serve(): void {
    const count = this.waiting?.enough() ?? 0;
    if (count === 0) return;
    const taken = this.held.slice(0, count);
    this.held = this.held.slice(count);
    const { waiting } = this;
    this.waiting = null;
    waiting?.resolve(taken);
  }
}

export function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

function indexOf(bytes: Uint8Array, mark: Uint8Array): number {
  for (let place = 0; place + mark.length <= bytes.length; place += 1)
    if (mark.every((byte, index) => bytes[place + index] === byte)) return place;
  return -1;
}
