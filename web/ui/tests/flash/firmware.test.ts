import { describe, expect, test } from "vitest";
import { addressFor, addressText, MOST_FIRMWARE, readAddress, readFirmware } from "../../src/flash/firmware";
import { image, padded } from "./images";

describe("a firmware file", () => {
  test.each([
    [0, "ESP32"],
    [2, "ESP32-S2"],
    [5, "ESP32-C3"],
    [9, "ESP32-S3"],
    [0x7f, ""],
  ])("names its chip: id %i", (id, chip) => {
    expect(readFirmware("f.bin", image(id))).toMatchObject({ name: "f.bin", kind: "boot", chip });
  });

  test.each([0x1000, 0x2000])("is merged when a bootloader stands at %i and nothing before it", (before) => {
    expect(readFirmware("f.bin", padded(before))).toMatchObject({ kind: "merged", chip: "ESP32" });
  });

  test("is read where its bytes begin in a larger buffer", () => {
    const all = new Uint8Array(16_384);
    all.set(image(9), 100);
    expect(readFirmware("f.bin", all.subarray(100, 100 + 8192))).toMatchObject({ chip: "ESP32-S3" });
  });

  test("is refused when something else stands before the bootloader", () => {
    expect(readFirmware("f.bin", padded(0x1000, 0x00))).toBe("no-image");
  });

  test("is refused when it is another thing, such as the .uf2 of a Pico", () => {
    const uf2 = new Uint8Array(8192);
    uf2.set([0x55, 0x46, 0x32, 0x0a]);
    expect(readFirmware("f.uf2", uf2)).toBe("no-image");
  });

  test("is refused when it is an application alone, from which no chip starts", () => {
    const bytes = image();
    bytes.set([0x32, 0x54, 0xcd, 0xab], 32);
    expect(readFirmware("app.bin", bytes)).toBe("app");
  });

  test("is refused when it is too small or too large", () => {
    expect(readFirmware("f.bin", image().subarray(0, 100))).toBe("too-small");
    expect(readFirmware("f.bin", image(0, MOST_FIRMWARE + 1))).toBe("too-large");
  });
});

describe("the address", () => {
  test("is where the chip expects its bootloader, or the start for a merged file", () => {
    const [boot, merged] = [readFirmware("f.bin", image()), readFirmware("f.bin", padded(0x1000))];
    if (typeof boot === "string" || typeof merged === "string") throw new Error("no firmware");
    expect([addressFor(boot, 0x1000), addressFor(boot, 0), addressFor(merged, 0x1000)]).toEqual([0x1000, 0, 0]);
  });

  test.each([
    ["0x1000", 0x1000],
    [" 0X0 ", 0],
    ["4096", 4096],
    ["0x1001", null],
    ["-4096", null],
    ["1e3", null],
    ["", null],
    ["0xffffffff", null],
    ["0x10000000", null],
  ])("is read as people type it: %j", (text, address) => {
    expect(readAddress(text)).toBe(address);
  });

  test("is shown as people write it", () => expect(addressText(0x1000)).toBe("0x1000"));
});
