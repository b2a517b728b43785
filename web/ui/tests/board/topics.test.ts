import { describe, expect, test } from "vitest";
import { matches, mayPublish, maySubscribe } from "../../src/board/topics";

const place = { session: "aula1", role: "Lamp" };

test.each([
  ["chat/aula1/Lamp", true],
  ["status/aula1/Lamp", true],
  ["chat/aula1/lamp", false],
  ["chat/aula2/Lamp", false],
  ["log/aula1", false],
  ["to/aula1/Lamp", false],
])("a board may publish to %s: %s", (topic, may) => {
  expect(mayPublish(place, topic)).toBe(may);
});

test.each([
  ["log/aula1", true],
  ["to/aula1/Lamp", true],
  ["to/aula1/lamp", true],
  ["to/aula1/maria", false],
  ["chat/aula1/#", true],
  ["chat/aula1/+", true],
  ["chat/aula1/maria", true],
  ["status/aula1/#", true],
  ["lab/rejected/Lamp", true],
  ["lab/rejected", false],
  ["lab/bridge", true],
  ["chat/+/Lamp", false],
  ["chat/#", false],
  ["#", false],
  ["chat/aula1", false],
  ["chat/aula1/#/x", false],
  ["$share/x/log/aula1", false],
])("a board may subscribe to %s: %s", (filter, may) => {
  expect(maySubscribe(place, filter)).toBe(may);
});

describe("a filter (MQTT 3.1.1, section 4.7)", () => {
  test.each([
    ["chat/aula1/#", "chat/aula1/maria", true],
    ["chat/aula1/#", "chat/aula1", true],
    ["chat/aula1/+", "chat/aula1/maria", true],
    ["chat/aula1/+", "chat/aula1/maria/x", false],
    ["chat/aula1/+", "chat/aula1", false],
    ["log/aula1", "log/aula1", true],
    ["log/aula1", "log/aula2", false],
  ])("%s matches %s: %s", (filter, topic, does) => {
    expect(matches(filter, topic)).toBe(does);
  });
});
