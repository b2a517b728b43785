import fc from "fast-check";
import { expect, test } from "vitest";
import { matching, rolesOf } from "../src/model/session-list";

const sessions = [{ session: "introducao-robotica" }, { session: "aula1" }, { session: "aula2" }];
const found = (typed: string): string[] => matching(sessions, typed).map(({ session }) => session);

test("a session is found by a part of its name, in any case and with or without accents", () => {
  expect(found("INTRODUÇÃO")).toEqual(["introducao-robotica"]);
  expect(found("aula")).toEqual(["aula1", "aula2"]);
});

test("every word counts, in any order", () => {
  expect([found("robo intro"), found("aula robo")]).toEqual([["introducao-robotica"], []]);
});

test("nothing typed keeps the list as it is", () => {
  expect([found(""), found("  ")]).toEqual([found("a"), found("a")]);
});

test("every session is found by its own name, and the order stays", () => {
  const name = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,9}$/);
  fc.assert(
    fc.property(fc.array(name, { minLength: 1 }), fc.string(), (names, typed) => {
      const all = names.map((session) => ({ session }));
      const kept = matching(all, typed);
      expect(all.filter((one) => kept.includes(one))).toEqual(kept);
      for (const one of all) expect(matching(all, one.session.toUpperCase())).toContain(one);
    }),
  );
});

test("who is present is told apart from who is away, by name", () => {
  const participants = [
    { role: "usuario", online: true },
    { role: "lamp", online: false },
    { role: "atendente", online: true },
  ];
  expect([rolesOf(participants, true), rolesOf(participants, false)]).toEqual([["atendente", "usuario"], ["lamp"]]);
});
