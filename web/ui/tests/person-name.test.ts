import { expect, test } from "vitest";
import { freeRole, nameOf, roleFrom, tidyName } from "../src/model/person-name";

test.each([
  ["João da Silva", "joao-da-silva"],
  ["  Ana  ", "ana"],
  ["Zoë & Bob!", "zoe-bob"],
  ["李雷", ""],
  ["---", ""],
  ["Lab", ""],
  ["Maria Aparecida dos Santos Albuquerque", "maria-aparecida-dos-santos-albuq"],
])("the role of %s is %s", (name, role) => {
  expect(roleFrom(name)).toBe(role);
});

test("a role is shown by its name, in whichever case it stands", () => {
  const names = new Map([["joao", "João"]]);
  expect([nameOf(names, "Joao"), nameOf(names, "ana")]).toEqual(["João", "ana"]);
});

test("a role that somebody has gets a number, and stays as long as a role may be", () => {
  expect(freeRole("ana", ["Ana", "ana-2"])).toBe("ana-3");
  expect(freeRole("x".repeat(32), ["x".repeat(32)])).toBe(`${"x".repeat(30)}-2`);
});

test("a name is one line of at most 64 characters", () => {
  expect(tidyName("  Ana\u200b\nMaria\t ")).toBe("AnaMaria");
  expect([...tidyName("é".repeat(100))]).toHaveLength(64);
});
