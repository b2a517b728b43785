import { describe, expect, test } from "vitest";
import examples from "../../../tests/chat/rules.json";
import { notice } from "../src/model/devices";
import {
  freeName,
  MOST_RULES,
  type Rule,
  readRule,
  readRules,
  ruleFault,
  thresholdsOf,
  writtenNumber,
} from "../src/model/rules";

const HOT: Rule = { name: "hot", role: "sensor-1", key: "t", operator: ">", value: 30, say: "on", to: "lamp" };

describe("a rule", () => {
  test.each(examples.sound)("that is sound is read as it is: %j", (rule) => expect(readRule(rule)).toEqual(rule));
  test.each([...examples.wrong, null, [], {}, "x"])("that is wrong is none: %j", (rule) =>
    expect(readRule(rule)).toBeNull(),
  );
});

test("rules are whole or none, and have names of their own", () => {
  expect(readRules([HOT, { ...HOT, name: "other" }])?.length).toBe(2);
  expect([[HOT, HOT], [HOT, {}], {}, Array(51).fill(HOT)].map(readRules)).toEqual([null, null, null, null]);
});

test("who writes a rule is told what is wrong with it", () => {
  const others = [{ ...HOT, name: "other" }];
  expect(ruleFault(HOT, others)).toBeNull();
  expect(ruleFault({ ...HOT, key: "" }, others)).toBe("value");
  expect(ruleFault({ ...HOT, value: Number.NaN }, others)).toBe("number");
  expect(ruleFault({ ...HOT, say: " " }, others)).toBe("say");
  expect(ruleFault({ ...HOT, name: "other" }, others)).toBe("name");
  const many = Array.from({ length: MOST_RULES }, (_, number) => ({ ...HOT, name: `r${number}` }));
  expect(ruleFault(HOT, many)).toBe("too-many");
  expect(
    ruleFault(
      HOT,
      many.slice(1).map((rule) => ({ ...rule, say: "x".repeat(200), key: "k".repeat(128) })),
    ),
  ).toBe("too-many");
});

test("a rule without a name gets the first that is free", () => {
  expect([freeName("rule", []), freeName("rule", [{ ...HOT, name: "rule 1" }])]).toEqual(["rule 1", "rule 2"]);
});

test("a number is written with a comma or a point", () => {
  expect(["30", " 23,5 ", "-0.5", "1e3", ".5"].map(writtenNumber)).toEqual([30, 23.5, -0.5, 1000, 0.5]);
  expect(["", "x", "1,000.5", "0x10", "Infinity"].map(writtenNumber)).toEqual(Array(5).fill(Number.NaN));
});

test("the thresholds of a series are those of its role, in any spelling, and path", () => {
  const rules = [HOT, { ...HOT, name: "b", role: "Sensor-1" }, { ...HOT, name: "c", key: "u" }];
  expect(thresholdsOf(rules, "sensor-1", "t").map(({ name }) => name)).toEqual(["hot", "b"]);
});

test("what rules say makes them no device", () => {
  const said = { seq: 1, at: "2026-11-26T12:00:00.000Z", role: "rules", text: "on", data: { rule: "hot" } };
  expect(notice(new Map(), [said]).size).toBe(0);
});
