import { expect, test } from "vitest";
import { movedBy, ordered } from "../src/model/card-order";

test("cards stand by name, behind those that were moved", () => {
  expect(ordered(["servo", "lamp", "sensor"], [])).toEqual(["lamp", "sensor", "servo"]);
  expect(ordered(["servo", "lamp", "sensor"], ["servo", "gone", "servo"])).toEqual(["servo", "lamp", "sensor"]);
});

test("a card moves one place, and stays at the ends", () => {
  const order = ["a", "b", "c"];
  expect(movedBy(order, "b", -1)).toEqual(["b", "a", "c"]);
  expect(movedBy(order, "b", 1)).toEqual(["a", "c", "b"]);
  expect([movedBy(order, "a", -1), movedBy(order, "c", 1), movedBy(order, "x", 1)]).toEqual([order, order, order]);
});
