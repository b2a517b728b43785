/** One board at a serial port: its console, its firmware, its files. State that is drawn again when it has changed. */

import type { BoardFile } from "./board-files";
import { ConsoleText } from "./console-text";
import { BoardFailure, choosingFailure, flashingFailure, LOST } from "./failures";
import { writeFiles } from "./file-writer";
import type { Firmware } from "./firmware";
import { type Chip, Flasher } from "./flasher";
import { Incoming } from "./incoming";
import { RawRepl } from "./raw-repl";
import { SerialLine } from "./serial-line";

/** `chip`: the bootloader waits for a firmware. */
export type Phase = "closed" | "opening" | "console" | "detecting" | "chip" | "flashing" | "writing";

export interface FlashState {
  readonly phase: Phase;
  readonly console: string;
  readonly chip: Chip | null;
  /** The part that is written, 0 to 1. */
  readonly progress: number;
  readonly failure: BoardFailure | null;
  /** What was being done when it failed. */
  readonly failedIn: Phase;
  readonly done: "flashed" | "flashed-unchecked" | "written" | null;
}

const AT_FIRST: FlashState = {
  phase: "closed",
  console: "",
  chip: null,
  progress: 0,
  failure: null,
  failedIn: "closed",
  done: null,
};

export interface Order {
  readonly firmware: Firmware;
  readonly address: number;
  readonly eraseAll: boolean;
}

/** A promise that is settled from elsewhere. */
interface Alarm {
  readonly promise: Promise<never>;
  readonly ring: (error: Error) => void;
}

export class FlashClient {
  state: FlashState = AT_FIRST;
  private readonly shown = new ConsoleText();
  private port: SerialPort | null = null;
  private line: SerialLine | null = null;
  private flasher: Flasher | null = null;
  private incoming = new Incoming();
  private alarm = newAlarm();

  /** `changed(isUrgent)`: draw again; what boards print is not urgent. */
  constructor(
    private readonly serial: Serial,
    private readonly changed: (isUrgent: boolean) => void,
  ) {}

  /** Let the person choose a port, and show its console. */
  async choose(): Promise<void> {
    let port: SerialPort;
    try {
      port = await this.serial.requestPort();
    } catch (error) {
      return this.set({ failure: choosingFailure(error), failedIn: "opening", done: null });
    }
    await this.close();
    this.port = port;
    this.alarm = newAlarm();
    port.addEventListener("disconnect", () => this.lose(port), { once: true });
    await this.during("opening", () => this.openConsole());
  }

  /** Start the bootloader, which tells the chip. */
  async detect(): Promise<void> {
    const { port } = this;
    if (!port) return;
    await this.during("detecting", async () => {
      await this.closeLine();
      this.flasher = new Flasher(port, (line) => this.say(line));
      const chip = await this.flasher.connect();
      this.set({ phase: "chip", chip });
    });
  }

  /** Write a firmware while the bootloader waits. */
  async flash({ firmware, address, eraseAll }: Order): Promise<void> {
    const { flasher } = this;
    const { chip } = this.state;
    if (!flasher || !chip) return;
    const fault = fitOf(firmware, address, chip);
    if (fault) return this.set({ failure: fault, failedIn: "flashing" });
    await this.during("flashing", async () => {
      const isCompared = await flasher.write(firmware.bytes, address, eraseAll, (progress) => this.set({ progress }));
      this.set({ done: isCompared ? "flashed" : "flashed-unchecked" });
      await this.leaveBootloader();
    });
  }

  /** Start what is in the flash memory, and show its console. */
  async leaveBootloader(): Promise<void> {
    await this.flasher?.close();
    this.flasher = null;
    await this.openConsole();
  }

  /** Write files, and start them. */
  async write(files: readonly BoardFile[]): Promise<void> {
    const { line } = this;
    if (!line) return;
    await this.during("writing", async () => {
      this.incoming = new Incoming();
      const repl = new RawRepl({ write: (bytes) => line.write(bytes), incoming: this.incoming });
      try {
        await repl.enter();
        await writeFiles(repl, files, (written, all) => this.set({ progress: all > 0 ? written / all : 1 }));
      } finally {
        await repl.leave().catch(() => undefined);
      }
      this.set({ phase: "console", done: "written" });
      await this.send("\x04");
    });
  }

  /** Send what was typed, as a terminal does. */
  async send(text: string): Promise<void> {
    await this.line?.write(new TextEncoder().encode(text)).catch(() => undefined);
  }

  async reset(): Promise<void> {
    await this.line?.reset().catch(() => undefined);
  }

  clear(): void {
    this.shown.clear();
    this.set({ console: "" });
  }

  /** Give the port back. */
  async close(): Promise<void> {
    await this.flasher?.close();
    this.flasher = null;
    await this.closeLine();
    this.port = null;
    this.set({ phase: "closed", chip: null });
  }

  private async during(phase: Phase, act: () => Promise<void>): Promise<void> {
    this.set({ phase, failure: null, done: null, progress: 0 });
    try {
      await Promise.race([act(), this.alarm.promise]);
    } catch (error) {
      await this.recover(flashingFailure(error), phase);
    }
  }

  /** After a failure the console is open again, unless the port is lost or another program has it. */
  private async recover(failure: BoardFailure, failedIn: Phase): Promise<void> {
    if (failedIn === "writing" && failure !== LOST) return this.set({ phase: "console", failure, failedIn });
    // A board with a USB of its own leaves when it starts what was written.
    const told = this.state.done?.startsWith("flashed") ? null : failure;
    try {
      if (failure === LOST || failedIn === "opening") throw failure;
      await this.leaveBootloader();
      this.set({ failure: told, failedIn });
    } catch {
      [this.port, this.line, this.flasher] = [null, null, null];
      this.set({ phase: "closed", chip: null, failure: told, failedIn });
    }
  }

  private async openConsole(): Promise<void> {
    const { port } = this;
    if (!port) throw LOST;
    const line = new SerialLine(port, {
      received: (bytes) => this.receive(bytes),
      lost: () => this.lose(port),
    });
    await line.open();
    this.line = line;
    this.set({ phase: "console", chip: null });
  }

  private async closeLine(): Promise<void> {
    await this.line?.close();
    this.line = null;
  }

  private receive(bytes: Uint8Array): void {
    if (this.state.phase === "writing") return this.incoming.add(bytes);
    this.shown.add(bytes);
    this.state = { ...this.state, console: this.shown.text };
    this.changed(false);
  }

  private lose(port: SerialPort): void {
    if (port !== this.port) return;
    this.port = null;
    this.incoming.lose();
    this.alarm.ring(LOST);
    if (this.state.phase === "console" || this.state.phase === "chip") void this.recover(LOST, this.state.phase);
  }

  private say(line: string): void {
    if (line.startsWith("Writing at ")) return;
    this.shown.say(line.trim());
    this.set({ console: this.shown.text });
  }

  private set(part: Partial<FlashState>): void {
    this.state = { ...this.state, ...part };
    this.changed(true);
  }
}

/** What keeps a firmware from this chip; null when nothing does. */
export function fitOf(firmware: Firmware, address: number, chip: Chip): BoardFailure | null {
  // The header of an ESP8266's image does not say a chip.
  if (chip.name !== "ESP8266" && firmware.chip && firmware.chip !== chip.name)
    return new BoardFailure("wrong-chip", firmware.chip);
  const end = address + firmware.bytes.length;
  return chip.memory !== null && end > chip.memory ? new BoardFailure("no-room") : null;
}

function newAlarm(): Alarm {
  let ring: (error: Error) => void = () => undefined;
  const promise = new Promise<never>((_resolve, reject) => {
    ring = reject;
  });
  // Nobody may be listening when it rings.
  promise.catch(() => undefined);
  return { promise, ring };
}
