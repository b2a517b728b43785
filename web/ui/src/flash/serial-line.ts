/** An open serial port: bytes in, bytes out, and the news that the cable was pulled. */

import { LOST, openingFailure } from "./failures";

/** MicroPython's own speed. A board with a USB of its own ignores it. */
const SPEED = 115_200;
const BUFFER = 32 * 1024;
const RESET_MS = 100;

export interface Listener {
  readonly received: (bytes: Uint8Array) => void;
  readonly lost: () => void;
}

export class SerialLine {
  private reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  private pumping: Promise<void> = Promise.resolve();
  private isClosing = false;

  constructor(
    private readonly port: SerialPort,
    private readonly listener: Listener,
  ) {}

  /** Throws a BoardFailure: `busy`. */
  async open(): Promise<void> {
    try {
      await this.port.open({ baudRate: SPEED, bufferSize: BUFFER });
    } catch (error) {
      throw openingFailure(error);
    }
    this.pumping = this.pump();
  }

  /** Throws a BoardFailure: `lost`. */
  async write(bytes: Uint8Array): Promise<void> {
    if (!this.port.writable) throw LOST;
    const writer = this.port.writable.getWriter();
    try {
      await writer.write(bytes);
    } catch {
      throw LOST;
    } finally {
      writer.releaseLock();
    }
  }

  /** Pull the board's reset line, which the USB chip of most boards has at RTS, without its boot line at DTR. */
  async reset(): Promise<void> {
    await resetBoard(this.port);
  }

  async close(): Promise<void> {
    this.isClosing = true;
    await this.reader?.cancel().catch(() => undefined);
    await this.pumping;
    await this.port.close().catch(() => undefined);
  }

  private async pump(): Promise<void> {
    while (this.port.readable && !this.isClosing) {
      this.reader = this.port.readable.getReader();
      try {
        await this.drain(this.reader);
      } catch {
        // After a wrong bit or a full buffer the port has a new stream; after the loss of the device none.
      } finally {
        this.reader.releaseLock();
      }
    }
    this.reader = undefined;
    if (!this.isClosing) this.listener.lost();
  }

  private async drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      this.listener.received(value);
    }
  }
}

/** As esptool resets a board after flashing. The library's own `hard_reset` leaves RTS as it is, so nothing happens. */
export async function resetBoard(port: SerialPort): Promise<void> {
  await port.setSignals({ dataTerminalReady: false, requestToSend: true });
  await new Promise((resolve) => setTimeout(resolve, RESET_MS));
  await port.setSignals({ dataTerminalReady: false, requestToSend: false });
}
