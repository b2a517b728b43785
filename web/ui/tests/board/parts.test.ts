import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Output } from "../../src/board/messages";
import {
  type Circuit,
  ledColour,
  litPixels,
  NO_PARTS,
  PIN_TABLE,
  reduceParts,
  shownColour,
  unpowered,
} from "../../src/board/parts";
import { modules } from "../../src/board/worker/modules";

const made = (...outputs: Output[]): Circuit => outputs.reduce(reduceParts, NO_PARTS);
const used = (kind: "output" | "pwm" | "analog" | "climate", pin: number): Output => ({ t: "use", use: { kind, pin } });

test("a part appears only when its pin is used", () => {
  expect(made({ t: "level", pin: 2, level: 1 }).size).toBe(0);
  expect(made(used("output", 2)).size).toBe(1);
});

describe("which part is at a pin", () => {
  test.each([
    [used("output", 12), "led"],
    [used("pwm", 33), "led"],
    [used("pwm", 18), "buzzer"],
    [used("pwm", 19), "servo"],
    [used("analog", 34), "dial"],
    [used("analog", 35), "light"],
    [used("climate", 4), "climate"],
    [{ t: "use", use: { kind: "input", pin: 25, pull: 2 } }, "button"],
    [{ t: "use", use: { kind: "pixels", pin: 15, count: 3 } }, "pixels"],
    [{ t: "use", use: { kind: "screen", pin: 21, width: 128, height: 64 } }, "screen"],
  ] as [Output, string][])("%j is a %s", (output, kind) => {
    expect([...made(output).values()].map((part) => part.kind)).toEqual([kind]);
  });

  test("the LEDs have the colours of a traffic light, and others are red", () => {
    expect([12, 13, 14, 2, 33].map(ledColour)).toEqual(["red", "yellow", "green", "blue", "red"]);
  });
});

describe("what a program does to a part", () => {
  test("a level lights an LED, and PWM dims it", () => {
    expect(made(used("output", 12), { t: "level", pin: 12, level: 1 }).get(12)).toMatchObject({ brightness: 1 });
    expect(made(used("pwm", 12), { t: "pwm", pin: 12, freq: 1000, duty: 0 }).get(12)).toMatchObject({ brightness: 0 });
  });

  test.each([
    [32768, 440],
    [0, 0],
    [65535, 0],
  ])("a buzzer with duty %i sounds at %i Hz", (duty, tone) => {
    expect(made(used("pwm", 18), { t: "pwm", pin: 18, freq: 440, duty }).get(18)).toMatchObject({ tone });
  });

  test.each([
    [0.5, 0],
    [1.5, 90],
    [2.5, 180],
    [9, 180],
  ])("a pulse of %f ms turns a servo to %i degrees", (ms, angle) => {
    const duty = Math.round((ms / 20) * 65535);
    expect(made(used("pwm", 19), { t: "pwm", pin: 19, freq: 50, duty }).get(19)).toMatchObject({ angle });
  });

  test("a strip shows its colours, and a new one begins dark", () => {
    const strip: Output = { t: "use", use: { kind: "pixels", pin: 15, count: 2 } };
    const lit = made(strip, { t: "pixels", pin: 15, colours: "ff0000000010" });
    expect(lit.get(15)).toMatchObject({ colours: ["#ff0000", "#000010"] });
    expect(reduceParts(lit, strip).get(15)).toMatchObject({ colours: ["#000000", "#000000"] });
  });

  test("using a pin again in the same way changes nothing", () => {
    const lit = made(used("output", 12), { t: "level", pin: 12, level: 1 });
    expect(reduceParts(lit, used("output", 12))).toBe(lit);
  });
});

test("without power nothing shines or sounds, and a servo stays where it is", () => {
  const circuit = made(
    used("output", 12),
    { t: "level", pin: 12, level: 1 },
    used("pwm", 18),
    { t: "pwm", pin: 18, freq: 440, duty: 9 },
    used("pwm", 19),
    { t: "pwm", pin: 19, freq: 50, duty: 1638 },
  );
  const off = unpowered(circuit);
  expect(off.get(12)).toMatchObject({ brightness: 0 });
  expect(off.get(18)).toMatchObject({ tone: 0 });
  expect(off.get(19)).toEqual(circuit.get(19));
});

test("a pixel of the screen is a bit of a column of eight, the lowest on top", () => {
  const lit = litPixels("0180", 2, 8);
  expect(lit.flatMap((isLit, index) => (isLit ? [index] : []))).toEqual([0, 15]);
});

test("a weak light is shown brighter than its number, and full and none stay", () => {
  expect([shownColour("#280000"), shownColour("#ff0000")]).toEqual(["#6e0000", "#ff0000"]);
});

const document = readFileSync(new URL("../../../../docs/board.md", import.meta.url), "utf8");

test("docs/board.md has the same pins", () => {
  for (const { pins } of PIN_TABLE) expect(document).toContain(`\n| ${pins.replaceAll(" · ", ", ")} | `);
});

test("docs/board.md names every module", () => {
  const names = Object.keys(modules).map((path) => path.replace(/\.py$/, "").replaceAll("/", "."));
  const shared = names.filter((name) => !name.startsWith("_") && !name.endsWith("__init__"));
  expect(shared.length).toBeGreaterThan(5);
  expect(shared.filter((name) => !document.includes(`\`${name}\``))).toEqual([]);
});

test("no pin stands twice in the table that people read", () => {
  const pins = PIN_TABLE.flatMap(({ pins: text }) => text.split(" · "));
  expect(new Set(pins).size).toBe(pins.length);
});
