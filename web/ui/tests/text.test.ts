import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readingsEn } from "../src/i18n/readings.en";
import { readingsPtBR } from "../src/i18n/readings.pt-BR";
import { newId, payloadSize, wellFormed } from "../src/model/compose";
import type { JsonObject } from "../src/model/record";
import { briefly, commandToTry, numberText, readings } from "../src/model/telemetry";
import { hexPreview, partsOf, sizeText } from "../src/model/text";
import { agoText, dayText } from "../src/model/time";

const linksOf = (text: string): string[] =>
  partsOf(text)
    .filter(({ kind }) => kind === "link")
    .map(({ text: link }) => link);

describe("links", () => {
  test("the parts of any text make it up again", () => {
    const texts = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.array(fc.constantFrom("http://", "https://a.b", ".", ")", "(", " ", "x")).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(
        texts,
        (text) =>
          partsOf(text)
            .map((part) => part.text)
            .join("") === text,
      ),
    );
  });

  test.each([
    ["see https://a.org/x?y=1.", ["https://a.org/x?y=1"]],
    ["(http://a.org/b_(c))", ["http://a.org/b_(c)"]],
    ["HTTPS://A.org, http://b.org!", ["HTTPS://A.org", "http://b.org"]],
    ["javascript:alert(1) data:text/html,x ftp://a.org", []],
    ["https://", []],
  ])("%j has %j", (text, links) => expect(linksOf(text)).toEqual(links));
});

describe("telemetry", () => {
  test.each([
    [23, "23"],
    [23.456789, "23,46"],
    [1013.254, "1013,3"],
    [0.00123456, "0,00123"],
    [-40.5, "-40,5"],
    [1732291200123, "1732291200123"],
    [0, "0"],
    [3.9000000000000005e-8, "3,9 × 10⁻⁸"],
    [-1e-12, "-1 × 10⁻¹²"],
    [6.02214076e23, "6,02214 × 10²³"],
    [9007199254740991, "9007199254740991"],
  ])("%d is read as %s in Portuguese", (number, text) => expect(numberText(number, "pt-BR")).toBe(text));

  test("yes and no are words, as are the keys that everybody knows, and the exact value is at hand", () => {
    expect(readings({ unit: "°C", on: true, t: 1.23456 }, "pt-BR", readingsPtBR)).toEqual([
      { key: "unit", label: "unit", value: "°C", exact: '"°C"', isNumber: false, nested: false },
      { key: "on", label: "ligado", value: "sim", exact: "true", isNumber: false, nested: false },
      { key: "t", label: "t", value: "1,23", exact: "1.23456", isNumber: true, nested: false },
    ]);
  });

  const valuesOf = (data: JsonObject): string[] =>
    readings(data, "en", readingsEn).map(({ label, value, nested }) => `${label}=${value}${nested ? " folded" : ""}`);

  test("a short list is read as one, and an empty one is left out unless there is nothing else", () => {
    expect(valuesOf({ device: "lamp", commands: ["on", "off"] })).toEqual(["device=lamp", "commands=on, off"]);
    expect(valuesOf({ device: "sensor", commands: [] })).toEqual(["device=sensor"]);
    expect(valuesOf({ commands: [] })).toEqual(["commands=[] folded"]);
    expect(valuesOf({ a: [{ b: 1 }] })).toEqual(['a=[{"b":1}] folded']);
  });

  test("of a description people read the words", () => {
    const commands = [{ word: "on", kind: "switch", off: "off" }, { word: "set", kind: "slider" }, "status"];
    const values = [{ key: "on", kind: "boolean" }];
    expect(valuesOf({ device: "lamp", values, commands })).toEqual(["device=lamp", "commands=on, off, set, status"]);
  });

  test("a whole number keeps every digit", () => {
    expect(readings({ n: 1688888483063664643n }, "pt-BR", readingsPtBR)).toMatchObject([
      { value: "1688888483063664643", exact: "1688888483063664643" },
    ]);
  });

  test("where a sensor reports nothing stands a dash, without a unit", () => {
    const [nothing] = readings({ temperature: null }, "en", readingsEn);
    expect([valuesOf({ temperature: null }), nothing && briefly(nothing)]).toEqual([
      ["temperature=—"],
      "temperature: —",
    ]);
  });

  test("a key that JavaScript knows is as unknown as any other", () => {
    expect(valuesOf({ constructor: 1 })).toEqual(["constructor=1"]);
  });

  test("briefly, a unit that is sure stands for its key", () => {
    expect(readings({ temperature: 23.5, on: false }, "en", readingsEn).map(briefly)).toEqual(["23.5 °C", "on: no"]);
  });

  test.each([
    [{ device: "lamp", commands: ["on", "off"] }, "liga"],
    [{ device: "gate", commands: ["open"] }, "open"],
    [{ device: "lamp", commands: [{ word: "on", kind: "switch", off: "off" }] }, "liga"],
    [
      {
        device: "heater",
        commands: [
          { word: "set", kind: "slider" },
          { word: "status", kind: "button" },
        ],
      },
      "status",
    ],
    [{ device: "lamp", commands: ["blink", "on"] }, "blink"],
    [{ device: "sensor", commands: [] }, ""],
    [{ temperature: 1 }, ""],
  ])("what %j obeys can be tried: %s", (data, command) => expect(commandToTry(data, "liga")).toBe(command));
});

describe("bytes", () => {
  test("are shown as hex, with their number", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const hex = [...bytes.slice(0, 48)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
        expect(hexPreview(Buffer.from(bytes).toString("base64"))).toEqual({ hex, size: bytes.length });
      }),
    );
  });

  test("sizes are rounded in the viewer's language", () => {
    expect([sizeText(12, "en"), sizeText(1536, "pt-BR"), sizeText(64 * 1024, "en")]).toEqual([
      "12 B",
      "1,5 KB",
      "64 KB",
    ]);
  });
});

describe("composing", () => {
  test("the size is that of the JSON in UTF-8", () => {
    expect(payloadSize({ id: "a", text: 'á"\n' })).toBe(new TextEncoder().encode('{"text":"á\\"\\n","id":"a"}').length);
  });

  test("half a surrogate pair is replaced, a whole one is kept", () => {
    expect([wellFormed("a\uD83D"), wellFormed("😀")]).toEqual(["a\uFFFD", "😀"]);
  });

  test("ids are short, plain and not repeated", () => {
    const ids = Array.from({ length: 2000 }, () => newId((bytes) => crypto.getRandomValues(bytes)));
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-z]{16}$/);
  });
});

describe("times", () => {
  const now = Date.parse("2026-11-22T12:00:00Z");

  test("say how long ago", () => {
    expect([agoText("2026-11-22T11:57:00Z", "en", now), agoText("2026-11-22T11:59:50Z", "pt-BR", now)]).toEqual([
      "3 minutes ago",
      "agora",
    ]);
  });

  test("days of another year name it", () => {
    expect(dayText("2025-11-22T12:00:00Z", "en", now)).toContain("2025");
    expect(dayText("2026-11-20T12:00:00Z", "en", now)).not.toContain("2026");
  });

  test("what is no time is shown as nothing", () => expect(agoText("soon", "en", now)).toBe(""));
});
