/**
 * A mailbox at the lab (docs/protocol.md, `/mailbox/<box>`), for pages without shared memory, as on `http://<LAN
 * address>`. The page posts; the worker asks with a synchronous XMLHttpRequest, which the lab answers when mail comes.
 */

import { CAPACITY, type MailReader, type MailWriter, sleepCell, sleepOn } from "./mailbox";
import type { Mail } from "./messages";

/** Least time between two looks, in milliseconds: at most sixteen requests a second. */
export const LOOK_EVERY_MS = 60;
/** Longest wait that one request asks for. */
export const LONGEST_WAIT_MS = 10_000;
const AFTER_FAILURE_MS = 1_000;
const AGAIN_MS = 500;
const MOST_WAITING = 1000;

/** The answer to one look; null when it failed. */
export type Look = (ms: number) => Mail[] | null;

export class HttpMailReader implements MailReader {
  private readonly cell = sleepCell();
  private notBefore = 0;

  constructor(
    private readonly look: Look,
    private readonly now: () => number = Date.now,
    private readonly sleep: (ms: number) => void = (ms) => sleepOn(this.cell, ms, this.now),
  ) {}

  wait(ms: number): Mail[] {
    const end = this.now() + ms;
    const pause = this.notBefore - this.now();
    if (pause > 0) {
      this.sleep(Math.min(pause, ms));
      if (this.now() < this.notBefore) return [];
    }
    const left = Math.max(0, end - this.now());
    const found = this.look(Math.min(left, LONGEST_WAIT_MS));
    this.notBefore = this.now() + (found ? LOOK_EVERY_MS : AFTER_FAILURE_MS);
    return found ?? [];
  }
}

/** Ask the lab, blocking: in a worker only. */
export function lookAt(address: string): Look {
  return (ms) => {
    const request = new XMLHttpRequest();
    try {
      request.open("GET", `${address}?wait=${Math.round(ms)}`, false);
      request.send();
      if (request.status !== 200) return null;
      const { mail } = JSON.parse(request.responseText) as { mail?: Mail[] };
      return Array.isArray(mail) ? mail : null;
    } catch {
      return null;
    }
  };
}

/** Posts mail in order, one request at a time; what waits meanwhile goes together. */
export class HttpMailWriter implements MailWriter {
  private waiting: Mail[] = [];
  private isPosting = false;
  private stopped = false;

  constructor(
    private readonly post: (mail: readonly Mail[]) => Promise<boolean>,
    private readonly delivered: () => void,
    private readonly againMs = AGAIN_MS,
  ) {}

  put(mail: Mail): void {
    if (this.waiting.length < MOST_WAITING) this.waiting.push(mail);
    void this.flush();
  }

  stop(): void {
    this.stopped = true;
    this.waiting = [];
  }

  private async flush(): Promise<void> {
    if (this.isPosting) return;
    this.isPosting = true;
    while (this.waiting.length > 0 && !this.stopped) {
      const taken = fitting(this.waiting);
      const done = await this.post(taken).catch(() => false);
      if (done) {
        this.waiting = this.waiting.slice(taken.length);
        this.delivered();
      } else await new Promise((resolve) => setTimeout(resolve, this.againMs));
    }
    this.isPosting = false;
  }
}

/** The first letters that go into one request; one at least. */
function fitting(waiting: readonly Mail[]): Mail[] {
  let size = 0;
  const taken = waiting.findIndex((mail) => {
    size += JSON.stringify(mail).length * 3;
    return size > CAPACITY;
  });
  return waiting.slice(0, taken < 0 ? waiting.length : Math.max(1, taken));
}
