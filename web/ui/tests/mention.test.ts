import { expect, test } from "vitest";
import { meansMe } from "../src/model/mention";

const record = { seq: 1, at: "", role: "beto" };

test.each([
  [{ text: "oi @ana" }, true],
  [{ text: "oi @ANA!" }, true],
  [{ text: "liga", to: "Ana" }, true],
  [{ text: "oi @anabela" }, false],
  [{ text: "oi @ana", role: "Ana" }, false],
  [{ text: "oi @ana", role: "lab", event: "gap" }, false],
])("%j means ana: %s", (more, expected) => {
  expect(meansMe({ ...record, ...more }, "ana")).toBe(expected);
});

test("nobody means a window without a role", () => {
  expect(meansMe({ ...record, text: "@ana" }, "")).toBe(false);
});
