/**
 * A mailbox at the lab (docs/protocol.md, `/mailbox/<box>`), for pages without shared memory, as on `http://<LAN
 * address>`. The page posts; the worker asks with a synchronous XMLHttpRequest, which the lab answers when mail comes.
 */

import { CAPACITY, type MailReader, type MailWriter, sleepCell, sleepOn } from "./mailbox";
import type { Mail } from "./messages";

/** Least time between two looks, in milliseconds: sixteen requests a second while somebody moves parts, else five. */
export const BUSY_EVERY_MS = 60;
export const QUIET_EVERY_MS = 200;
const QUIET_AFTER_MS = 2_000;
/** Longest wait that one request asks for. */
export const LONGEST_WAIT_MS = 10_000;
const AFTER_FAILURE_MS = 1_000;
/** Failures in a row that mean that the lab is away. */
const LOST_AFTER = 2;
const AGAIN_MS = 500;
export const POST_EVERY_MS = 60;
const MOST_WAITING = 1000;

/** The answer to one look; null when it failed. */
export type Look = (ms: number) => Mail[] | null;

export class HttpMailReader implements MailReader {
  private readonly cell = sleepCell();
  private notBefore = 0;
  private lastMoveAt = -Infinity;
  private failures = 0;

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
    const now = this.now();
    if (found?.some(({ t }) => !t.startsWith("mqtt-"))) this.lastMoveAt = now;
    this.failures = found ? 0 : this.failures + 1;
    this.notBefore = now + (found ? this.pause(now) : AFTER_FAILURE_MS);
    // While the lab is away nobody else can tell the program that its connection is lost.
    return found ?? (this.failures === LOST_AFTER ? [{ t: "mqtt-down" }] : []);
  }

  private pause(now: number): number {
    return now - this.lastMoveAt < QUIET_AFTER_MS ? BUSY_EVERY_MS : QUIET_EVERY_MS;
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

/**
 * Posts mail in order, one request at a time and at most sixteen a second; what waits meanwhile goes together, and of
 * how a knob or a sensor stands only the last.
 */
export class HttpMailWriter implements MailWriter {
  private waiting: Mail[] = [];
  /** The first of them, while they are under way. */
  private sending: readonly Mail[] = [];
  private isPosting = false;
  private stopped = false;

  constructor(
    private readonly post: (mail: readonly Mail[]) => Promise<boolean>,
    private readonly delivered: () => void,
    private readonly againMs = AGAIN_MS,
  ) {}

  put(mail: Mail): void {
    const key = stateKey(mail);
    const unsent = this.waiting.slice(this.sending.length);
    if (key) this.waiting = [...this.sending, ...unsent.filter((one) => stateKey(one) !== key)];
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
      const done = await this.postOnce();
      await new Promise((resolve) => setTimeout(resolve, done ? POST_EVERY_MS : this.againMs));
    }
    this.isPosting = false;
  }

  private async postOnce(): Promise<boolean> {
    this.sending = fitting(this.waiting);
    const done = await this.post(this.sending).catch(() => false);
    if (done) {
      this.waiting = this.waiting.slice(this.sending.length);
      this.delivered();
    }
    this.sending = [];
    return done;
  }
}

/** Of mail that tells how a part stands, which part. */
const stateKey = (mail: Mail): string => (mail.t === "analog" || mail.t === "climate" ? `${mail.t} ${mail.pin}` : "");

/** The first letters that go into one request; one at least. */
function fitting(waiting: readonly Mail[]): Mail[] {
  let size = 0;
  const taken = waiting.findIndex((mail) => {
    size += JSON.stringify(mail).length * 3;
    return size > CAPACITY;
  });
  return waiting.slice(0, taken < 0 ? waiting.length : Math.max(1, taken));
}
