/** Firmware files for tests. */

/** An image for a chip, by the id in its header: 0 is an ESP32, 9 an ESP32-S3. */
export function image(chipId = 0, size = 8192): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  bytes.set([0xe9, 3, 2, 0x20]);
  bytes[12] = chipId;
  return bytes;
}

/** With nothing before it, as for the start of the flash memory. */
export function padded(before: number, fill = 0xff): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(before + 8192).fill(fill);
  bytes.set(image(), before);
  return bytes;
}
