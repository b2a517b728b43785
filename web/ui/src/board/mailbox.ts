/**
 * Mail from the page to a worker that blocks: a program in `time.sleep` receives no events. Two transports with one
 * interface: shared memory where the page is cross-origin isolated (HTTPS, localhost), else an inbox at the lab.
 */

import type { Mail } from "./messages";

/** The page's side. */
export interface MailWriter {
  put(mail: Mail): void;
  stop(): void;
}

/** The worker's side. */
export interface MailReader {
  /** Block until there is mail, or for `ms` milliseconds. */
  wait(ms: number): Mail[];
}

/** Mail that one look may bring, in bytes. */
export const CAPACITY = 64 * 1024;

/**
 * A cell to sleep on. Where `SharedArrayBuffer` is missing, WebAssembly's own shared memory still serves: it is only
 * forbidden to send it to others. null where neither is there.
 */
export function sleepCell(): Int32Array | null {
  try {
    return new Int32Array(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer);
  } catch {
    return null;
  }
}

/** Block a worker without using its processor, where the browser has a way. */
export function sleepOn(cell: Int32Array | null, ms: number, now: () => number = Date.now): void {
  if (ms <= 0) return;
  if (cell) {
    Atomics.wait(cell, 0, 0, ms);
    return;
  }
  const end = now() + ms;
  while (now() < end);
}
