/**
 * What the program has done, on its way to the page: at once while that is seldom, together when it is often, so that
 * an endless loop does not flood the page. Of a state (a pin's level) only the last value counts.
 */

import type { Output } from "../messages";

const EVERY_MS = 16;
/** Posts that may go at once, and how fast that grows back. */
const BURST = 100;
/** Characters a second that the console takes; then printing waits, as a serial line of 921,600 baud would. */
const PRINT_A_SECOND = 92_160;

export class Outbox {
  private outputs: Output[] = [];
  private readonly states = new Map<string, Output>();
  private text = "";
  private allowance = BURST;
  private lastAt: number;
  private printAllowance = PRINT_A_SECOND;
  private printAt: number;

  constructor(
    private readonly post: (outputs: readonly Output[]) => void,
    private readonly now: () => number,
    private readonly sleep: (ms: number) => void,
  ) {
    this.lastAt = now();
    this.printAt = this.lastAt;
  }

  put(output: Output): void {
    this.gather();
    this.outputs.push(output);
    this.flush();
  }

  state(key: string, output: Output): void {
    this.gatherText();
    this.states.set(key, output);
    this.maybeFlush();
  }

  print(text: string): void {
    this.text += text;
    this.slowDown(text.length);
    this.maybeFlush();
  }

  flush(): void {
    this.gather();
    if (this.outputs.length === 0) return;
    this.post(this.outputs);
    this.outputs = [];
  }

  private maybeFlush(): void {
    const now = this.now();
    const passed = now - this.lastAt;
    this.allowance = Math.min(BURST, this.allowance + passed / EVERY_MS);
    this.lastAt = now;
    if (this.allowance < 1) return;
    this.allowance -= 1;
    this.flush();
  }

  private gather(): void {
    this.gatherText();
    this.outputs.push(...this.states.values());
    this.states.clear();
  }

  private gatherText(): void {
    if (this.text) this.outputs.push({ t: "print", text: this.text });
    this.text = "";
  }

  private slowDown(count: number): void {
    const now = this.now();
    this.printAllowance = Math.min(
      PRINT_A_SECOND,
      this.printAllowance + ((now - this.printAt) * PRINT_A_SECOND) / 1000,
    );
    this.printAt = now;
    this.printAllowance -= count;
    if (this.printAllowance >= 0) return;
    this.flush();
    this.sleep(Math.min(200, (-this.printAllowance * 1000) / PRINT_A_SECOND));
  }
}
