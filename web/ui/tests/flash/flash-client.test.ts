import { expect, test } from "vitest";
import { readFirmware } from "../../src/flash/firmware";
import { fitOf } from "../../src/flash/flash-client";
import { image } from "./images";

const ESP32 = { name: "ESP32", bootloader: 0x1000, memory: 4 * 1024 * 1024 };

function firmware(chipId: number) {
  const found = readFirmware("f.bin", image(chipId));
  if (typeof found === "string") throw new Error(found);
  return found;
}

test("a firmware fits its own chip", () => expect(fitOf(firmware(0), 0x1000, ESP32)).toBe(null));

test("a firmware for another chip is refused", () => {
  expect(fitOf(firmware(9), 0x1000, ESP32)).toMatchObject({ kind: "wrong-chip", detail: "ESP32-S3" });
});

test("a firmware that names no chip is left to the person", () => {
  expect(fitOf(firmware(0x7f), 0x1000, ESP32)).toBe(null);
});

test("a firmware that reaches beyond the flash memory is refused", () => {
  expect(fitOf(firmware(0), 4 * 1024 * 1024 - 4096, ESP32)).toMatchObject({ kind: "no-room" });
  expect(fitOf(firmware(0), 4 * 1024 * 1024 - 4096, { ...ESP32, memory: null })).toBe(null);
});
