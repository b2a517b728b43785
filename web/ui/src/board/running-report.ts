/** Tells the class, as data in the chat, whether a program runs on this board (docs/board.md). */

import type { Room } from "../model/room";

/** A program that ends sooner is not told. */
export const TOLD_AFTER_MS = 1_000;
/** docs/protocol.md has what a description is. */
export const DESCRIPTION = { device: "board", values: [{ key: "running", kind: "boolean" }] };

export class RunningReport {
  private isDescribed = false;
  private isTold = false;
  private isCorrected = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly say: (data: object) => void) {}

  /** The description goes before anything that the program says of itself. */
  begun(): void {
    clearTimeout(this.timer);
    if (!this.isDescribed) this.say(DESCRIPTION);
    this.isDescribed = true;
    this.timer = setTimeout(() => {
      if (!this.isTold) this.say({ running: true });
      this.isTold = true;
    }, TOLD_AFTER_MS);
  }

  ended(): void {
    clearTimeout(this.timer);
    if (this.isTold) this.say({ running: false });
    this.isTold = false;
  }

  /** A page that was closed while a program ran could not tell its end: the next one does, once it has the session. */
  correct({ phase, log, role }: Room): void {
    if (this.isCorrected || phase !== "live") return;
    this.isCorrected = true;
    const last = log.records.findLast((record) => record.role === role && record.data?.["running"] !== undefined);
    if (last?.data?.["running"] === true && !this.isTold) this.say({ running: false });
  }
}
