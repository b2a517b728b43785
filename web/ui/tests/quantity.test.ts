import { expect, test } from "vitest";
import { coordinateText, lengthText, quantityText } from "../src/model/quantity";

test.each([
  [23.5, "°C", "en", "23.5 °C"],
  [23.5, "°C", "pt-BR", "23,5 °C"],
  [90, "°", "en", "90°"],
  [51, "%", "en", "51 %"],
  [7, "", "en", "7"],
])("%f with the unit %s in %s", (value, unit, lang, text) => expect(quantityText(value, unit, lang)).toBe(text));

test("a coordinate names its half of the world instead of a sign", () => {
  expect(coordinateText(-23.5874, ["N", "S"], "pt-BR")).toBe("23,58740° S");
  expect(coordinateText(46.6576, ["E", "W"], "en")).toBe("46.65760° E");
});

test("a length is in metres, and long ones in kilometres", () => {
  expect([lengthText(12.4, "en"), lengthText(999, "en"), lengthText(1234, "pt-BR")]).toEqual([
    "12 m",
    "999 m",
    "1,2 km",
  ]);
});
