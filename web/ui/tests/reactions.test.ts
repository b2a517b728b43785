import { expect, test } from "vitest";
import { asItem } from "../src/model/outbox";
import { chipsOf, reactionsIn, withPending } from "../src/model/reactions";

const said = (seq: number, role: string, text = "oi") => ({ seq, at: "", role, text });
const reacted = (seq: number, role: string, re: number, reaction: string) => ({ seq, at: "", role, re, reaction });

test("the last reaction of a role counts, roles that differ in case are one, and an empty one takes it back", () => {
  const { given } = reactionsIn([
    said(1, "ana"),
    reacted(2, "beto", 1, "👍"),
    reacted(3, "caio", 1, "👍"),
    reacted(4, "Beto", 1, "❓"),
    reacted(5, "dora", 1, "👍"),
    reacted(6, "dora", 1, ""),
  ]);
  expect(chipsOf(given.get(1))).toEqual([
    { reaction: "❓", roles: ["beto"] },
    { reaction: "👍", roles: ["caio"] },
  ]);
});

test("records that are added are counted once, and the rest is not counted again", () => {
  const records = [said(1, "ana"), reacted(2, "beto", 1, "👍")];
  const before = reactionsIn(records);
  const after = reactionsIn([...records, reacted(3, "beto", 1, "")], before);
  expect(chipsOf(after.given.get(1))).toEqual([]);
  expect(reactionsIn([...records, said(3, "ana")], before).given).toBe(before.given);
});

test("older records that are loaded later are counted in their order", () => {
  const newer = [reacted(5, "beto", 1, "❓")];
  const before = reactionsIn(newer);
  const all = reactionsIn([said(1, "ana"), reacted(2, "beto", 1, "👍"), said(3, "a"), said(4, "a"), ...newer], before);
  expect(chipsOf(all.given.get(1))).toEqual([{ reaction: "❓", roles: ["beto"] }]);
});

test("records that the page forgets keep their reactions", () => {
  const before = reactionsIn([said(1, "ana"), said(2, "ana"), reacted(3, "beto", 2, "👍")]);
  const trimmed = reactionsIn([reacted(3, "beto", 2, "👍"), said(4, "ana")], before);
  expect(chipsOf(trimmed.given.get(2))).toHaveLength(1);
});

test("one's own reaction shows before it is logged, but not when it was refused", () => {
  const draft = { id: "x", text: "", made: 0, after: null, re: 1, reaction: "👍" };
  const given = withPending(new Map(), [asItem(draft)], "Ana");
  expect(chipsOf(given.get(1))).toEqual([{ reaction: "👍", roles: ["ana"] }]);
  expect(withPending(new Map(), [{ ...asItem(draft), state: "failed" }], "Ana").size).toBe(0);
});
