import { expect, test } from "vitest";
import { HUES, Hues } from "../src/model/hue";

const CLASS = "ana beto caio davi enzo fatima gabi helo iris joao luis maria".split(" ");

test("twelve people have twelve colours", () => {
  const hues = new Hues();
  expect(new Set(CLASS.map((role) => hues.of(role))).size).toBe(HUES);
});

test("forty people are spread over all colours", () => {
  const hues = new Hues();
  const uses = new Map<number, number>();
  for (let number = 0; number < 40; number += 1) {
    const hue = hues.of(`aluno-${number}`);
    uses.set(hue, (uses.get(hue) ?? 0) + 1);
  }
  expect([Math.min(...uses.values()), Math.max(...uses.values())]).toEqual([3, 4]);
});

test("a role keeps its colour, in whichever case", () => {
  const hues = new Hues();
  const first = hues.of("Ana");
  for (const role of CLASS) hues.of(role);
  expect([hues.of("ana"), hues.of("ANA")]).toEqual([first, first]);
});

test("alone, a role has the colour of its name on every machine", () => {
  expect([new Hues().of("usuario"), new Hues().of("atendente")]).toEqual([4, 1]);
});

test("a flood of roles costs bounded memory", () => {
  const hues = new Hues();
  for (let number = 0; number < 5000; number += 1) hues.of(`r${number}`);
  expect(hues.of("r4999")).toBe(new Hues().of("r4999"));
});

test("who has a name has the same colour in every page, whatever was drawn before", () => {
  const phone = new Hues();
  for (const role of ["sensor-1", "lamp", "zeca", ...CLASS].reverse()) phone.of(role);
  phone.name(CLASS);
  const projector = new Hues();
  projector.name(CLASS);
  expect(CLASS.map((role) => phone.of(role))).toEqual(CLASS.map((role) => projector.of(role)));
  expect(new Set(CLASS.map((role) => phone.of(role))).size).toBe(HUES);
});

test("a name more changes no colour that was given by name", () => {
  const hues = new Hues();
  hues.name(CLASS.slice(0, 6));
  const before = CLASS.slice(0, 6).map((role) => hues.of(role));
  hues.of("sensor-1");
  hues.name(CLASS);
  expect(CLASS.slice(0, 6).map((role) => hues.of(role))).toEqual(before);
});
