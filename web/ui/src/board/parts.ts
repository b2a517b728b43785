/** The parts drawn at the board's pins, and what the program has done to them. Pure. */

import type { Output, PartUse } from "./messages";

export type LedColour = "red" | "yellow" | "green" | "blue";

export type Part =
  /** `brightness` from 0 to 1. */
  | { readonly kind: "led"; readonly pin: number; readonly brightness: number }
  /** `tone` in hertz; 0 when it is silent. */
  | { readonly kind: "buzzer"; readonly pin: number; readonly tone: number }
  /** `angle` from 0 to 180 degrees. */
  | { readonly kind: "servo"; readonly pin: number; readonly angle: number }
  | { readonly kind: "button"; readonly pin: number }
  | { readonly kind: "dial" | "light"; readonly pin: number }
  | { readonly kind: "climate"; readonly pin: number }
  /** Each colour as `#rrggbb`. */
  | { readonly kind: "pixels"; readonly pin: number; readonly colours: readonly string[] }
  | {
      readonly kind: "screen";
      readonly pin: number;
      readonly width: number;
      readonly height: number;
      readonly bits: string;
    };

/** In the order in which the program used them. */
export type Circuit = ReadonlyMap<number, Part>;

export const BUILT_IN_LED = 2;
const BUZZER = 18;
const SERVO = 19;
const LIGHT = 35;
const SCREEN = 21;
const LED_COLOURS: Readonly<Record<number, LedColour>> = { 2: "blue", 12: "red", 13: "yellow", 14: "green" };

/** How a part stands that nobody has touched: a knob or a sensor from 0 to 65535, the DHT22 in tenths. */
export const AT_REST = { analog: 32768, temperature: 220, humidity: 550 } as const;

/** Which part is where, for people. Pins that are not here have a red LED, a button or a dial, as the program uses them. */
export const PIN_TABLE: readonly { readonly pins: string; readonly part: PartName }[] = [
  { pins: "2", part: "builtInLed" },
  { pins: "12 · 13 · 14", part: "trafficLeds" },
  { pins: "0", part: "bootButton" },
  { pins: "25 · 26 · 27", part: "buttons" },
  { pins: "34", part: "dial" },
  { pins: "35", part: "light" },
  { pins: "4", part: "climate" },
  { pins: "15", part: "pixels" },
  { pins: "18", part: "buzzer" },
  { pins: "19", part: "servo" },
  { pins: "21 · 22", part: "screen" },
];

export type PartName =
  | "builtInLed"
  | "trafficLeds"
  | "bootButton"
  | "buttons"
  | "dial"
  | "light"
  | "climate"
  | "pixels"
  | "buzzer"
  | "servo"
  | "screen";

export const NO_PARTS: Circuit = new Map();

export const ledColour = (pin: number): LedColour => LED_COLOURS[pin] ?? "red";

export function reduceParts(circuit: Circuit, output: Output): Circuit {
  switch (output.t) {
    case "use":
      return withPart(circuit, partFor(output.use), circuit.get(output.use.pin));
    case "level":
      return changed(circuit, output.pin, (part) => driven(part, output.level));
    case "pwm":
      return changed(circuit, output.pin, (part) => modulated(part, output.freq, output.duty));
    case "pixels":
      return changed(circuit, output.pin, (part) =>
        part.kind === "pixels" ? { ...part, colours: coloursIn(output.colours) } : part,
      );
    case "screen":
      return changed(circuit, SCREEN, (part) => (part.kind === "screen" ? { ...part, bits: output.bits } : part));
    default:
      return circuit;
  }
}

function partFor(use: PartUse): Part {
  const { pin } = use;
  switch (use.kind) {
    case "output":
    case "pwm":
      return outputAt(pin);
    case "input":
      return { kind: "button", pin };
    case "analog":
      return { kind: pin === LIGHT ? "light" : "dial", pin };
    case "climate":
      return { kind: "climate", pin };
    case "pixels":
      return { kind: "pixels", pin, colours: Array.from({ length: use.count }, () => "#000000") };
    case "screen":
      return { kind: "screen", pin: SCREEN, width: use.width, height: use.height, bits: "" };
  }
}

function outputAt(pin: number): Part {
  if (pin === BUZZER) return { kind: "buzzer", pin, tone: 0 };
  if (pin === SERVO) return { kind: "servo", pin, angle: 90 };
  return { kind: "led", pin, brightness: 0 };
}

/** A pin that is used again in the same way keeps its part as it is. */
function withPart(circuit: Circuit, part: Part, before: Part | undefined): Circuit {
  return before?.kind === part.kind && part.kind !== "pixels" ? circuit : new Map(circuit).set(part.pin, part);
}

function changed(circuit: Circuit, pin: number, change: (part: Part) => Part): Circuit {
  const part = circuit.get(pin);
  return part ? new Map(circuit).set(pin, change(part)) : circuit;
}

/** A buzzer that is switched on without a frequency sounds at the frequency of its own. */
const OWN_TONE = 2300;

function driven(part: Part, level: number): Part {
  if (part.kind === "led") return { ...part, brightness: level };
  if (part.kind === "buzzer") return { ...part, tone: level ? OWN_TONE : 0 };
  return part;
}

function modulated(part: Part, freq: number, duty: number): Part {
  if (part.kind === "led") return { ...part, brightness: duty / 65535 };
  if (part.kind === "buzzer") return { ...part, tone: duty > 0 && duty < 65535 ? freq : 0 };
  if (part.kind === "servo" && duty > 0) return { ...part, angle: angleOf((duty / 65535 / freq) * 1000) };
  return part;
}

/** Without power nothing shines, sounds or shows anything; a servo stays where it is. */
export const unpowered = (circuit: Circuit): Circuit =>
  new Map([...circuit].map(([pin, part]): [number, Part] => [pin, switchedOff(part)]));

function switchedOff(part: Part): Part {
  switch (part.kind) {
    case "led":
      return { ...part, brightness: 0 };
    case "buzzer":
      return { ...part, tone: 0 };
    case "screen":
      return { ...part, bits: "" };
    case "pixels":
      return { ...part, colours: part.colours.map(() => "#000000") };
    default:
      return part;
  }
}

/** A servo's angle by the length of its pulse: 0.5 ms is 0 degrees, 2.5 ms is 180. */
const angleOf = (ms: number): number => Math.round(Math.min(180, Math.max(0, ((ms - 0.5) / 2) * 180)));

const coloursIn = (digits: string): string[] => (digits.match(/.{6}/g) ?? []).map((colour) => `#${colour}`);

/** A light's colour as a screen must show it: the eye sees 40 of 255 as rather bright (gamma 2.2). */
export const shownColour = (colour: string): string =>
  colour.replace(/[0-9a-f]{2}/g, (digits) => {
    const shown = Math.round(255 * (Number.parseInt(digits, 16) / 255) ** (1 / 2.2));
    return shown.toString(16).padStart(2, "0");
  });

/** The pixels that are lit, one bit each, row by row: from the columns of eight that the screen's memory has. */
export function litPixels(bits: string, width: number, height: number): boolean[] {
  return Array.from({ length: width * height }, (_, index) => {
    const x = index % width;
    const y = Math.floor(index / width);
    const place = (Math.floor(y / 8) * width + x) * 2;
    return ((Number.parseInt(bits.slice(place, place + 2), 16) >> (y % 8)) & 1) === 1;
  });
}
