import { expect, test } from "vitest";
import cases from "../../../tests/chat/addressing.json";
import { addressee, namedFirst } from "../src/model/addressing";

test.each(cases)("whom %j names first", ({ text, role }) => expect(namedFirst(text) ?? "").toBe(role));

test("a participant is addressed in the spelling of its role", () => {
  expect(addressee("@LAMP on", ["tv", "Lamp"])).toBe("Lamp");
  expect(addressee("@lamp on", ["Lamp", "lamp"])).toBe("lamp");
  expect(addressee("@lamp on", ["tv"])).toBeNull();
});
