/** The board in Node: the real MicroPython and the board's own modules; a test is its page. */

import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";
import { vi } from "vitest";
import type { MailReader } from "../../src/board/mailbox";
import type { Mail, Output } from "../../src/board/messages";
import { Board, type MicroPython } from "../../src/board/worker/board";
import { modules } from "../../src/board/worker/modules";

/**
 * The time of the tests: it goes on when the board waits, and a little with each look at it, so that a busy wait ends. A
 * machine that is slow changes nothing.
 */
export const clock = {
  ms: Date.now(),
  advance(ms: number): void {
    clock.ms += Math.max(0, ms);
  },
  now(): number {
    clock.ms += 0.001;
    return Math.floor(clock.ms);
  },
};

vi.spyOn(Date, "now").mockImplementation(clock.now);

/** Mail that comes after some milliseconds, or as an answer to what the board does. */
export class TestMail implements MailReader {
  private readonly begun = Date.now();
  private letters: { at: number; mail: Mail }[] = [];

  after(ms: number, mail: Mail): this {
    this.letters.push({ at: this.begun + ms, mail });
    return this;
  }

  answer(mail: Mail): void {
    this.letters.push({ at: Date.now(), mail });
  }

  wait(ms: number): Mail[] {
    const first = Math.min(...this.letters.map(({ at }) => at));
    clock.advance(Math.min(ms, Math.max(0, first - Date.now())));
    const now = Date.now();
    const due = this.letters.filter(({ at }) => at <= now);
    this.letters = this.letters.filter(({ at }) => at > now);
    return due.map(({ mail }) => mail);
  }
}

export interface Run {
  readonly board: Board;
  readonly outputs: readonly Output[];
  readonly printed: string;
  readonly traceback: string;
}

/** Run a program to its end. `page` sees each output and may answer by mail. */
export async function run(code: string, mail = new TestMail(), page?: (output: Output) => void): Promise<Run> {
  const outputs: Output[] = [];
  const board = new Board({
    place: { session: "aula1", role: "Lamp" },
    reader: mail,
    load: (print) =>
      loadMicroPython({ heapsize: 128 * 1024, linebuffer: false, stdout: print }) as Promise<MicroPython>,
    modules,
    post: (posted) => {
      outputs.push(...posted);
      for (const output of posted) page?.(output);
    },
    sleep: clock.advance,
  });
  await board.start([]);
  board.run(code);
  return { board, outputs, ...readOutputs(outputs) };
}

export function readOutputs(outputs: readonly Output[]): { printed: string; traceback: string } {
  const printed = outputs.map((output) => (output.t === "print" ? output.text : "")).join("");
  const ended = outputs.findLast((output) => output.t === "ended");
  return { printed, traceback: ended?.t === "ended" ? ended.traceback : "never ended" };
}
