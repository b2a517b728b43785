import { describe, expect, test } from "vitest";
import type { SliderCommand, SwitchCommand } from "../src/model/description";
import {
  buttonsOf,
  choiceState,
  isWanted,
  rowsOf,
  shownValues,
  sliderState,
  switchState,
  unitsOf,
} from "../src/model/device-controls";
import type { JsonObject } from "../src/model/record";
import { device } from "./fake-device";

const LAMP: SwitchCommand = { kind: "switch", word: "on", off: "off", key: "on" };
const SLIDER: SliderCommand = {
  kind: "slider",
  word: "set",
  key: "target",
  least: 5,
  greatest: 30,
  step: 0.5,
  unit: "°C",
};
const THERMOSTAT: JsonObject = {
  device: "thermostat",
  values: [
    { key: "temperature", kind: "number", unit: "°C" },
    { key: "target", kind: "number", unit: "°C" },
    { key: "place", kind: "place" },
  ],
  commands: [{ word: "set", kind: "slider", key: "target", least: 5, greatest: 30 }, "status"],
};

const keys = (hasControls: boolean, ...reported: JsonObject[]): string[] =>
  shownValues(device(THERMOSTAT, ...reported), hasControls).map(({ key }) => key);

describe("the values of a card", () => {
  test("that are described have their place before they are told", () =>
    expect(keys(false)).toEqual(["temperature", "target", "place"]));

  test("stand in the order of the description, and what is reported besides comes after", () =>
    expect(keys(false, { extra: 1, target: 20 })).toEqual(["temperature", "target", "place", "extra"]));

  test("that a control shows stand there alone", () =>
    expect(keys(true, { target: 20 })).toEqual(["temperature", "place"]));

  test("of a place are one, not its two coordinates", () =>
    expect(keys(true, { place: { lat: 1, lon: 2, height: 3 } })).toEqual(["temperature", "place", "place.height"]));

  test("of a device that does not describe itself have the unit that their name means", () =>
    expect(shownValues(device({ temperature: 20 }), false)).toMatchObject([{ unit: "°C", isDescribed: false }]));
});

describe("the state of a control", () => {
  test("is none before the device has told it, or while it tells no boolean", () => {
    expect(switchState(device(THERMOSTAT), LAMP)).toBeNull();
    expect(switchState(device({ on: "yes" }), LAMP)).toBeNull();
    expect(sliderState(device({ target: "20" }), SLIDER)).toBeNull();
    expect(choiceState(device({ mode: 7 }), { kind: "choice", word: "mode", choices: ["a"], key: "mode" })).toBeNull();
  });

  test("is the latest that the device has told", () => {
    expect(switchState(device({ on: true }, { on: false }), LAMP)).toBe(false);
    expect(sliderState(device({ target: 21.5 }), SLIDER)).toBe(21.5);
  });

  test("is none for a switch that names no value, whatever is told", () =>
    expect(switchState(device({ on: true }), { ...LAMP, key: "" })).toBeNull());
});

describe("what was wanted", () => {
  test("is told when a slider's value is within half a step", () => {
    expect([isWanted(SLIDER, 21, 21.2), isWanted(SLIDER, 21, 21.3)]).toEqual([true, false]);
  });

  test("is told exactly by a switch", () => {
    expect([isWanted(LAMP, true, true), isWanted(LAMP, true, 1)]).toEqual([true, false]);
  });
});

test("toggle beside a switch adds nothing; without one it is a button", () => {
  const toggle = { kind: "button", word: "toggle" } as const;
  expect([buttonsOf([LAMP, toggle]), buttonsOf([toggle]), rowsOf([LAMP, toggle])]).toEqual([[], [toggle], [LAMP]]);
});

test("the chart has the units that devices describe, of values and of sliders", () => {
  const roster = new Map([["lamp", device({ ...THERMOSTAT, commands: [{ ...SLIDER, key: "power", unit: "W" }] })]]);
  expect([...unitsOf(roster)]).toEqual([
    ["lamp power", "W"],
    ["lamp temperature", "°C"],
    ["lamp target", "°C"],
  ]);
});
