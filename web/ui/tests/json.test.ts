import fc from "fast-check";
import { describe, expect, test } from "vitest";
import pathCases from "../../../tests/web/history/paths.json";
import { jsonText, parseJson } from "../src/model/json";
import { leavesOf } from "../src/model/paths";
import { isObject, type JsonObject } from "../src/model/record";
import { numbersIn } from "../src/model/series";
import { exactParser } from "../src/net/parser";

describe("a whole number", () => {
  test.each([
    "9007199254740993",
    "-9007199254740993",
    "1688888483063664643",
    "18446744073709551615",
    "-9223372036854775808",
  ])("%s keeps every digit", (digits) => expect(String(parseJson(digits))).toBe(digits));

  test.each(["9007199254740991", "1763942400123", "0", "-1"])("%s is a number", (digits) =>
    expect(parseJson(digits)).toBe(Number(digits)),
  );

  test.each(["18446744073709551616", "-9223372036854775809", "1e20", "1688888483063664643.5", "12345678901234567e2"])(
    "%s is a double, as the lab takes it",
    (text) => expect(parseJson(text)).toBe(Number(text)),
  );

  test("is found anywhere in a document, and its digits in a text stay a text", () => {
    const text =
      '{"a":[1688888483063664643,{"b":-1688888483063664643}],"c":"1688888483063664643","1688888483063664643":1}';
    expect(parseJson(text)).toEqual({
      a: [1688888483063664643n, { b: -1688888483063664643n }],
      c: "1688888483063664643",
      "1688888483063664643": 1,
    });
  });

  test("without a place in JSON is no JSON", () => {
    expect(() => parseJson("{1688888483063664643:1}")).toThrow(SyntaxError);
    expect(() => parseJson("01688888483063664643")).toThrow(SyntaxError);
  });
});

function withDoubles(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(withDoubles);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withDoubles(inner)]));
}

test("but for the digits, every document is read as JSON.parse reads it", () => {
  fc.assert(
    fc.property(fc.json({ noUnicodeString: false }), (text) => {
      expect(withDoubles(parseJson(text))).toEqual(JSON.parse(text));
    }),
  );
});

test("what is read is written again as it was", () => {
  const number = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }).map(String);
  const string = fc.string({ unit: "binary" }).map((text) => JSON.stringify(text));
  const list = fc.array(fc.oneof(number, string)).map((items) => `[${items.join(",")}]`);
  fc.assert(
    fc.property(list, (text) => {
      expect(jsonText(parseJson(text))).toBe(text);
    }),
  );
});

test("a packet of Socket.IO keeps every digit", () => {
  const packets: unknown[] = [];
  const decoder = new exactParser.Decoder();
  decoder.on("decoded", (packet) => packets.push(packet));
  decoder.add('2["records",{"n":1688888483063664643}]');
  decoder.add('312[{"n":7}]');
  expect(packets).toMatchObject([
    { type: 2, data: ["records", { n: 1688888483063664643n }] },
    { type: 3, id: 12, data: [{ n: 7 }] },
  ]);
});

test.each(pathCases)("the numbers of $data have the paths that the lab gives them", ({ data, numbers }) => {
  expect(numbersIn(data as unknown as JsonObject)).toEqual(numbers);
});

test("two values of one object never have the same path", () => {
  const name = fc.string({ unit: fc.constantFrom("a", ".", "[", "]", "0", '"', "\\"), maxLength: 4 });
  const { tree } = fc.letrec<{ tree: JsonObject }>((tie) => ({
    tree: fc.dictionary(
      name,
      fc.oneof(fc.integer(), tie("tree"), fc.array(fc.integer(), { maxLength: 3 })),
    ) as fc.Arbitrary<JsonObject>,
  }));
  fc.assert(
    fc.property(tree, (data) => {
      const paths = leavesOf(data).map(([path]) => path);
      expect(new Set(paths).size).toBe(paths.length);
    }),
  );
});
