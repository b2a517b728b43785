import { expect, test } from "vitest";
import {
  type Account,
  authority,
  bySession,
  matching,
  numberedRoles,
  rolesFault,
  rolesText,
  sessionOf,
  withMade,
  without,
} from "../src/model/boards";

const account = (role: string): Account => ({ role, sessions: [], since: "", online: [] });
const board = (role: string, session = "aula1", password = "secret") => ({ role, session, password });

test("names end with a number, from the first on", () => {
  expect(numberedRoles({ prefix: "esp32-", count: 3, first: 9 })).toEqual(["esp32-9", "esp32-10", "esp32-11"]);
  expect(numberedRoles({ prefix: "b", count: 0, first: 1 })).toEqual([]);
});

test("roles are one at least, the most at most, and names that the lab takes", () => {
  expect(rolesFault(["esp32-1"], 200)).toBeNull();
  expect(rolesFault([], 200)).toBe("none");
  expect(rolesFault(["a", "b", "c"], 2)).toBe("too-many");
  expect(rolesFault(["esp32-1", "placa é"], 200)).toBe("bad-letters");
  expect(rolesFault(["lab"], 200)).toBe("reserved");
});

test("many roles are named by the first and the last", () => {
  expect(rolesText(["a", "b", "c"])).toBe("a, b, c");
  expect(rolesText(["b1", "b2", "b3", "b4"])).toBe("b1, b2 … b4");
});

test("a board that was made again has its new password alone", () => {
  const before = [board("a"), board("b")];
  expect(withMade(before, [board("a", "aula1", "new")])).toEqual([board("b"), board("a", "aula1", "new")]);
});

test("a board whose account is taken away has no files any more", () => {
  const boards = [board("a"), board("b")];
  expect(without(boards, ["a"])).toEqual([board("b")]);
  expect(without(boards, ["c"])).toBe(boards);
});

test("an archive is of one session", () => {
  const found = bySession([board("a"), board("b", "aula2"), board("c")]);
  expect([...found].map(([session, boards]) => [session, boards.map(({ role }) => role)])).toEqual([
    ["aula1", ["a", "c"]],
    ["aula2", ["b"]],
  ]);
});

test("a board that is limited to a session gets files of that session", () => {
  expect(sessionOf([], "aula1")).toBe("aula1");
  expect(sessionOf(["aula2", "aula1"], "aula1")).toBe("aula1");
  expect(sessionOf(["aula2"], "aula1")).toBe("aula2");
});

test("accounts are found by a part of their name, in the order of their numbers", () => {
  const accounts = ["esp32-10", "lamp", "esp32-2"].map(account);
  expect(matching(accounts, " ESP ").map(({ role }) => role)).toEqual(["esp32-2", "esp32-10"]);
  expect(matching(accounts, "")).toHaveLength(3);
});

test("an IPv6 address has brackets before a port", () => {
  expect(authority("192.168.0.5", 1883)).toBe("192.168.0.5:1883");
  expect(authority("fd00::1", 8883)).toBe("[fd00::1]:8883");
});
