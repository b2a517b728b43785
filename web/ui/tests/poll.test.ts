import { expect, test } from "vitest";
import { choiceOf, counted, noVotes, pollFault, sums } from "../src/model/poll";

const poll = { seq: 5, question: "On?", choices: ["Sim", "Não"] };
const said = (seq: number, role: string, text: string) => ({ seq, at: "", role, text });

test("a text is a choice in whichever case, and with space around it", () => {
  expect([" sim ", "NÃO", "Na\u0303o", "talvez", ""].map((text) => choiceOf(poll, text))).toEqual([
    0,
    1,
    1,
    null,
    null,
  ]);
});

test("the last vote of a role counts, roles that differ in case are one, and what came before the poll does not", () => {
  const tally = counted(noVotes(poll), poll, [
    said(4, "ana", "Não"),
    said(6, "ana", "Sim"),
    said(7, "beto", "sim"),
    said(8, "Ana", "não"),
    said(9, "caio", "bom dia"),
  ]);
  expect(sums(poll, tally)).toEqual([1, 1]);
  expect(tally.votes.size).toBe(2);
});

test("records that come twice are counted once, and an event of the lab is no vote", () => {
  const first = counted(noVotes(poll), poll, [said(6, "ana", "Sim")]);
  expect(counted(first, poll, [said(6, "ana", "Não")])).toBe(first);
  expect(sums(poll, counted(first, poll, [{ ...said(7, "lab", "Não"), event: "gap" }]))).toEqual([1, 0]);
});

test.each([
  ["", ["a", "b"], "no-question"],
  ["q", ["a"], "few-choices"],
  ["q", [..."abcdefghi"], "many-choices"],
  ["q", ["a", "A "], "same-choices"],
  ["q", ["a", "b".repeat(201)], "too-long"],
  ["q", ["a", "b"], null],
])("%s with %j: %s", (question, choices, fault) => {
  expect(pollFault(question, choices)).toBe(fault);
});
