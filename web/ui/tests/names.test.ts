import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nearestRole, nearestSession, roleFault, sessionFault, sessionOf } from "../src/model/names";

describe("the rule for sessions", () => {
  test.each(["aula1", "a", "0_x-", "a".repeat(48)])("takes %s", (name) => expect(sessionFault(name)).toBeNull());
  test.each([
    ["Aula1", "bad-letters"],
    ["aula 1", "bad-letters"],
    ["-a", "bad-letters"],
    ["aula1\n", "bad-letters"],
    ["a".repeat(49), "too-long"],
    ["con", "device-name"],
    ["lpt9", "device-name"],
  ])("refuses %j as %s", (name, fault) => expect(sessionFault(name)).toBe(fault));
});

describe("the rule for roles", () => {
  test.each(["usuario", "Maria", "sensor-1", "a".repeat(32)])("takes %s", (name) => expect(roleFault(name)).toBeNull());
  test.each([
    ["joão", "bad-letters"],
    ["_x", "bad-letters"],
    ["a".repeat(33), "too-long"],
    ["Lab", "reserved"],
    ["bridge", "reserved"],
  ])("refuses %j as %s", (name, fault) => expect(roleFault(name)).toBe(fault));
});

test("the nearest name is what one would have typed", () => {
  expect([nearestSession("Aula 1: Introdução"), nearestRole("João da Silva")]).toEqual([
    "aula-1-introducao",
    "Joao-da-Silva",
  ]);
});

test("the nearest name is always one that may be used, or none", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (typed) => {
      const [session, role] = [nearestSession(typed), nearestRole(typed)];
      expect(session === "" || sessionFault(session) === null).toBe(true);
      expect(role === "" || roleFault(role) === null).toBe(true);
    }),
  );
});

test.each([
  ["aula1_20261122-100000", "aula1"],
  ["aula_1_20261122-100000-2", "aula_1"],
])("the archive %s was the session %s", (name, session) => expect(sessionOf(name)).toBe(session));
