/**
 * MicroPython's raw REPL: programs run one after the other, without echo. Source: MicroPython's documentation, "The
 * MicroPython Interactive Interpreter Mode", "Raw mode and raw-paste mode".
 */

import { BoardFailure } from "./failures";
import type { Incoming } from "./incoming";

const CTRL_A = "\x01";
const CTRL_B = "\x02";
const CTRL_C = "\x03";
const CTRL_D = "\x04";
const ASK_FOR_PASTE = "\x05A\x01";
const BANNER = "raw REPL; CTRL-B to exit\r\n>";
/** Of a window's flow control: the board takes more, or it wants no more. */
const MORE = 0x01;
const ENOUGH = 0x04;

const ENTER_TRIES = 8;
const ENTER_MS = 1_000;
const ANSWER_MS = 5_000;
/** A board that was erased makes its file system when it starts, and a file that is closed is written then. */
const RUN_MS = 20_000;
/** Without flow control: what the smallest buffers take, and the time to empty them. */
const PLAIN_BLOCK = 128;
const PLAIN_PAUSE_MS = 15;

export interface Wire {
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly incoming: Incoming;
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export class RawRepl {
  private canPaste = true;

  constructor(private readonly wire: Wire) {}

  /** Interrupt what runs, and enter. Rejects with a BoardFailure: `lost`, or `no-micropython` when nothing answers. */
  async enter(): Promise<void> {
    for (let left = ENTER_TRIES - 1; ; left -= 1) {
      this.wire.incoming.clear();
      await this.send(`\r${CTRL_C}${CTRL_C}`);
      await this.send(`\r${CTRL_A}`);
      try {
        await this.until(BANNER, ENTER_MS);
        // What came meanwhile, as a second banner, belongs to no answer.
        await pause(PLAIN_PAUSE_MS);
        this.wire.incoming.clear();
        return;
      } catch (error) {
        if (left === 0 || !isSilence(error)) throw error;
      }
    }
  }

  /** What a program prints. Rejects as `enter`, and with a BoardFailure `python` when it raises. */
  async run(code: string): Promise<string> {
    const bytes = bytesOf(code);
    if (!(this.canPaste && (await this.paste(bytes)))) await this.typePlain(bytes);
    const printed = await this.until(CTRL_D, RUN_MS);
    const raised = await this.until(CTRL_D, ANSWER_MS);
    await this.until(">", ANSWER_MS);
    if (raised) throw new BoardFailure("python", lastLine(raised));
    return printed;
  }

  async leave(): Promise<void> {
    await this.send(`\r${CTRL_B}`);
  }

  /** In raw-paste mode. False when this MicroPython does not have it. */
  private async paste(bytes: Uint8Array): Promise<boolean> {
    await this.send(ASK_FOR_PASTE);
    const answer = textOf(await this.wire.incoming.take(2, ANSWER_MS));
    if (answer !== "R\x01") {
      // One that does not know the request prints its banner again.
      if (answer !== "R\x00") await this.until(BANNER.slice(answer.length), ANSWER_MS);
      this.canPaste = false;
      return false;
    }
    const size = await this.wire.incoming.take(2, ANSWER_MS);
    const window = (size[0] ?? 0) + 256 * (size[1] ?? 0);
    await this.sendInWindows(bytes, window);
    return true;
  }

  private async sendInWindows(bytes: Uint8Array, window: number): Promise<void> {
    let room = window;
    for (let sent = 0; sent < bytes.length; ) {
      for (let byte = this.wire.incoming.next(); byte !== undefined || room === 0; byte = this.wire.incoming.next()) {
        const told = byte ?? (await this.wire.incoming.take(1, ANSWER_MS))[0];
        if (told === ENOUGH) return this.giveUp();
        if (told === MORE) room += window;
      }
      const block = bytes.subarray(sent, sent + room);
      await this.wire.write(block);
      sent += block.length;
      room -= block.length;
    }
    await this.send(CTRL_D);
    // Windows may still open; then comes the end of the data.
    await this.until(CTRL_D, ANSWER_MS);
  }

  private async giveUp(): Promise<void> {
    await this.send(CTRL_D);
  }

  private async typePlain(bytes: Uint8Array): Promise<void> {
    for (let sent = 0; sent < bytes.length; sent += PLAIN_BLOCK) {
      await this.wire.write(bytes.subarray(sent, sent + PLAIN_BLOCK));
      await pause(PLAIN_PAUSE_MS);
    }
    await this.send(CTRL_D);
    await this.until("OK", ANSWER_MS);
  }

  private send(text: string): Promise<void> {
    return this.wire.write(bytesOf(text));
  }

  /** The text before a mark. */
  private async until(mark: string, ms: number): Promise<string> {
    const found = textOf(await this.wire.incoming.until(bytesOf(mark), ms));
    return found.slice(0, -mark.length);
  }
}

const isSilence = (error: unknown): boolean => error instanceof BoardFailure && error.kind === "no-micropython";
const lastLine = (text: string): string => text.trim().split("\n").at(-1)?.trim() ?? "";
