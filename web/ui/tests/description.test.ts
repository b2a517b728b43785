import fc from "fast-check";
import { expect, test } from "vitest";
import cases from "../../../tests/chat/description.json";
import { readCommands, readDescription, wordsOf } from "../src/model/description";
import { isObject, type JsonObject } from "../src/model/record";

test.each(cases.map((one) => [one.why, one] as const))("a reader takes, as the lab does: %s", (_why, one) => {
  const found = readDescription(one.data as JsonObject);
  expect([found?.device ?? null, (found?.values ?? []).map(({ key }) => key)]).toEqual([one.device, one.values]);
  expect((found?.commands ?? []).map(({ word }) => word)).toEqual(one.words);
});

test("each part of a description is read, and what is absent is empty", () => {
  const found = readDescription({
    device: "thermostat",
    values: [
      { key: "temperature", kind: "number", unit: "°C", least: -10, greatest: 50 },
      { key: "heating", kind: "boolean" },
    ],
    commands: [
      { word: "on", kind: "switch", off: "off", key: "on" },
      { word: "set", kind: "slider", key: "target", least: 5, greatest: 30, step: 0.5, unit: "°C" },
      { word: "mode", kind: "choice", choices: ["auto", "eco"], key: "mode" },
      { word: "say", kind: "text" },
      { word: "press", kind: "button" },
    ],
  });
  expect(found).toEqual({
    device: "thermostat",
    values: [
      { key: "temperature", kind: "number", unit: "°C", least: -10, greatest: 50 },
      { key: "heating", kind: "boolean", unit: "", least: null, greatest: null },
    ],
    commands: [
      { kind: "switch", word: "on", off: "off", key: "on" },
      { kind: "slider", word: "set", least: 5, greatest: 30, step: 0.5, unit: "°C", key: "target" },
      { kind: "choice", word: "mode", choices: ["auto", "eco"], key: "mode" },
      { kind: "text", word: "say" },
      { kind: "button", word: "press" },
    ],
  });
});

test("the old pair of words is a switch, and one of them alone a button", () => {
  const lamp = { kind: "switch", word: "on", off: "off", key: "on" };
  expect(readCommands(["toggle", "off", "on"])).toEqual([lamp]);
  expect(readCommands(["on"])).toEqual([{ kind: "button", word: "on" }]);
});

test("sixteen entries are read, and a long name is cut", () => {
  const commands = Array.from({ length: 20 }, (_, number) => `c${number}`);
  const found = readDescription({ device: "x".repeat(40), commands });
  expect([found?.device.length, found?.commands.at(-1)?.word]).toEqual([32, "c15"]);
});

test("a bound may be a whole number beyond 2^53", () => {
  const commands = [{ word: "set", kind: "slider", least: 0, greatest: 2n ** 60n }];
  expect(readCommands(commands)).toMatchObject([{ greatest: 2 ** 60 }]);
});

test("the words that are sent alone are both of a switch, and those of buttons", () => {
  const slider = { word: "set", kind: "slider", least: 0, greatest: 9 };
  expect(wordsOf([{ word: "open", kind: "switch", off: "close" }, slider, "status"])).toEqual([
    "open",
    "close",
    "status",
  ]);
});

test("whatever a device says, reading it fails never", () => {
  const json = fc.jsonValue({ maxDepth: 3 }).filter(isObject);
  fc.assert(
    fc.property(json, fc.jsonValue(), fc.jsonValue(), (data, values, commands) => {
      const said = { ...(data as object), device: "x", values: [values], commands: [commands] } as JsonObject;
      expect(readDescription(said)?.device).toBe("x");
    }),
  );
});
