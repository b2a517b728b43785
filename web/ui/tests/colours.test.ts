import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { HUES } from "../src/model/hue";

const css = (name: string): string => readFileSync(new URL(`../src/style/${name}.css`, import.meta.url), "utf8");

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2, "contrast ratio". */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The custom properties of the first rule with this selector. */
function colours(sheet: string, selector: string): Record<string, string> {
  const start = sheet.indexOf(`\n${selector} {`);
  const body = sheet.slice(start, sheet.indexOf("}", start));
  return Object.fromEntries([...body.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map(([, key, value]) => [key, value]));
}

const THEMES = [
  ["light", ":root", ""],
  ["dark", '[data-bs-theme="dark"]', '[data-bs-theme="dark"] '],
] as const;

describe.each(THEMES)("in the %s theme", (_name, root, prefix) => {
  const lab = colours(css("base"), root);

  test.each(Array.from({ length: HUES }, (_, hue) => hue))(
    "colour %i of a role can be read on its own soft one, and on a bubble",
    (hue) => {
      const { strong = "", soft = "" } = colours(css("hues"), `${prefix}.hue-${hue}`);
      expect(contrast(strong, soft)).toBeGreaterThan(4.5);
      expect(contrast(strong, lab["lab-surface"] ?? "")).toBeGreaterThan(4.5);
    },
  );

  test.each([
    ["lab-text", "lab-ground"],
    ["lab-text", "lab-own"],
    ["lab-quiet", "lab-ground"],
    ["lab-quiet", "lab-surface"],
    ["lab-quiet", "lab-own"],
    ["lab-accent", "lab-surface"],
    ["lab-accent", "lab-ground"],
    ["lab-accent", "lab-own"],
    ["lab-on-accent", "lab-accent"],
    ["lab-danger", "lab-surface"],
    ["lab-danger", "lab-ground"],
    ["lab-danger", "lab-danger-soft"],
    ["lab-warn", "lab-warn-soft"],
  ])("%s can be read on %s", (text, ground) => {
    expect(contrast(lab[text] ?? "", lab[ground] ?? "")).toBeGreaterThan(4.5);
  });
});
