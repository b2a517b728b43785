import { expect, test } from "vitest";
import { BoardFailure, choosingFailure, flashingFailure, LOST, openingFailure } from "../../src/flash/failures";

const named = (name: string, text = "") => new DOMException(text, name);

test("the list of ports closed without a choice", () => {
  expect(choosingFailure(named("NotFoundError")).kind).toBe("no-port");
  expect(choosingFailure(named("SecurityError", "denied"))).toMatchObject({ kind: "other", detail: "denied" });
});

test("a port that another program has", () => {
  expect([named("NetworkError"), named("InvalidStateError")].map((error) => openingFailure(error).kind)).toEqual([
    "busy",
    "busy",
  ]);
});

test.each([
  [new Error("Failed to connect with the device"), "no-answer"],
  [new Error("Serial data stream stopped: Possible serial noise or corruption."), "no-answer"],
  [new Error("MD5 of file does not match data in flash!"), "not-written"],
  [named("NetworkError", "The device has been lost."), "lost"],
  [named("NetworkError", "Failed to open serial port."), "busy"],
  [new Error("Something new"), "other"],
])("what esptool-js throws: %s", (error, kind) => {
  expect(flashingFailure(error).kind).toBe(kind);
});

test("a failure that is known stays what it is", () => {
  const known = new BoardFailure("file-differs", "main.py");
  expect([flashingFailure(known), flashingFailure(LOST)]).toEqual([known, LOST]);
});
