/** What a firmware file is, read from its bytes. Pure. Source of the layout: Espressif, "Firmware Image Format". */

/** The first byte of an image. */
const IMAGE_MAGIC = 0xe9;
/** Bytes of the common and the extended header. */
const HEADER_SIZE = 24;
/** Begins the description of an application, 32 bytes into its image (`esp_app_desc_t`). */
const APP_MAGIC = 0xabcd5432;
const APP_DESCRIPTION_AT = 32;
/** Where chips expect their bootloader, from the start of the flash memory. */
const BOOTLOADERS_AT = [0x1000, 0x2000];

/** Bytes. An ESP32 has up to 16 MB of flash memory in most boards; 32 MB is the largest of those that there are. */
export const MOST_FIRMWARE = 32 * 1024 * 1024;
const LEAST_FIRMWARE = 4096;

/** Chips by the id in an image's header. */
const CHIPS: Readonly<Record<number, string>> = {
  0: "ESP32",
  2: "ESP32-S2",
  5: "ESP32-C3",
  9: "ESP32-S3",
  12: "ESP32-C2",
  13: "ESP32-C6",
  16: "ESP32-H2",
  18: "ESP32-P4",
  20: "ESP32-C61",
  23: "ESP32-C5",
  25: "ESP32-H21",
};

/** `boot`: begins with a bootloader, and belongs where the chip expects it. `merged`: begins at the start of the flash memory. */
export type FirmwareKind = "boot" | "merged";

export interface Firmware {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly kind: FirmwareKind;
  /** As `ESP32-S3`; empty when the header names none that is known. */
  readonly chip: string;
}

/** `app`: an application alone, as for updates over the air. A chip does not start from it. */
export type FirmwareFault = "too-small" | "too-large" | "no-image" | "app";

/** A file of the person's as firmware, or what is wrong with it. */
export function readFirmware(name: string, bytes: Uint8Array): Firmware | FirmwareFault {
  if (bytes.length < LEAST_FIRMWARE) return "too-small";
  if (bytes.length > MOST_FIRMWARE) return "too-large";
  const start = imageStart(bytes);
  if (start === null) return "no-image";
  const view = new DataView(bytes.buffer, bytes.byteOffset + start);
  if (view.getUint32(APP_DESCRIPTION_AT, true) === APP_MAGIC) return "app";
  const chip = CHIPS[view.getUint16(12, true)] ?? "";
  return { name, bytes, kind: start === 0 ? "boot" : "merged", chip };
}

/** Where the first image begins: at once, or where a chip expects its bootloader, with nothing before it. */
function imageStart(bytes: Uint8Array): number | null {
  if (isImage(bytes, 0)) return 0;
  const found = BOOTLOADERS_AT.find((place) => isImage(bytes, place));
  if (found === undefined) return null;
  return bytes.subarray(0, found).every((byte) => byte === 0xff) ? found : null;
}

const isImage = (bytes: Uint8Array, place: number): boolean =>
  bytes[place] === IMAGE_MAGIC && bytes.length >= place + HEADER_SIZE + APP_DESCRIPTION_AT;

/** Where it belongs in the flash memory of a chip whose bootloader is at `bootloader`. */
export const addressFor = ({ kind }: Firmware, bootloader: number): number => (kind === "merged" ? 0 : bootloader);

/** An address as people type it, `0x1000` or `4096`; null for anything else, or one that no sector begins at. */
export function readAddress(text: string): number | null {
  const typed = text.trim().toLowerCase();
  if (!/^(0x[0-9a-f]{1,8}|\d{1,10})$/.test(typed)) return null;
  const address = Number(typed);
  return address % SECTOR === 0 && address < MOST_FIRMWARE ? address : null;
}

/** Bytes that are erased together. */
const SECTOR = 4096;

export const addressText = (address: number): string => `0x${address.toString(16)}`;
