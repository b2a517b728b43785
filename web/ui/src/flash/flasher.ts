/** Writes firmware through a chip's own bootloader, with Espressif's esptool-js. */

import { md5 } from "@noble/hashes/legacy.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { ESPLoader, Transport } from "esptool-js";
import { resetBoard } from "./serial-line";

/** Bits a second of the bootloader, and of what replaces it for the writing. */
const ROM_SPEED = 115_200;
const SPEED = 460_800;

export interface Chip {
  /** As `ESP32-S3`, the words that the header of a firmware stands for. */
  readonly name: string;
  /** Where it expects its bootloader. */
  readonly bootloader: number;
  /** Bytes of flash memory; null when its chip does not tell. */
  readonly memory: number | null;
}

export class Flasher {
  private readonly transport: Transport;
  private loader: ESPLoader | null = null;

  /** `say`: takes the tool's own words, a line at a time. */
  constructor(
    private readonly port: SerialPort,
    private readonly say: (line: string) => void,
  ) {
    this.transport = new Transport(port);
  }

  /** Start the bootloader and ask which chip it is. Rejects with what esptool-js, or the port, throws. */
  async connect(): Promise<Chip> {
    const terminal = { clean: () => undefined, writeLine: this.say, write: () => undefined };
    const loader = new ESPLoader({ transport: this.transport, baudrate: SPEED, romBaudrate: ROM_SPEED, terminal });
    await loader.main();
    this.loader = loader;
    const { CHIP_NAME: name, BOOTLOADER_FLASH_OFFSET: bootloader } = loader.chip;
    return { name, bootloader, memory: sizeOf(await loader.detectFlashSize()) };
  }

  /**
   * Write at an address, and compare the chip's MD5 of it. `progress`: the part that is written, 0 to 1. Returns whether
   * it was compared: a chip in secure download mode takes no stub.
   */
  async write(
    bytes: Uint8Array,
    address: number,
    eraseAll: boolean,
    progress: (part: number) => void,
  ): Promise<boolean> {
    const { loader } = this;
    if (!loader) throw new Error("not connected");
    await loader.writeFlash({
      fileArray: [{ data: bytes, address }],
      // As the file says: whoever built it knows.
      flashMode: "keep",
      flashFreq: "keep",
      flashSize: "keep",
      eraseAll,
      compress: true,
      reportProgress: (_file, written, all) => progress(all > 0 ? written / all : 1),
      // A bootloader without the tool's stub writes its MD5 in another way, which esptool-js does not read.
      ...(loader.IS_STUB && { calculateMD5Hash: (image: Uint8Array) => bytesToHex(md5(image)) }),
    });
    return loader.IS_STUB;
  }

  /** Start what is in the flash memory, and give the port back. */
  async close(): Promise<void> {
    await resetBoard(this.port).catch(() => undefined);
    await this.transport.disconnect().catch(() => undefined);
  }
}

/** Bytes of a size as esptool-js names it, `4MB` or `512KB`. */
function sizeOf(text: string | undefined): number | null {
  const found = /^(\d+)(KB|MB)$/.exec(text ?? "");
  return found ? Number(found[1]) * (found[2] === "MB" ? 1024 * 1024 : 1024) : null;
}
