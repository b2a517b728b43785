import { expect, test } from "vitest";
import { Tokens } from "../src/net/connect";
import { door } from "../src/net/door";

test("the page's own token is shown once, and a fresh one afterwards", async () => {
  let asked = 0;
  const tokens = new Tokens("first", () => {
    asked += 1;
    return Promise.resolve({ token: `fresh ${asked}` });
  });
  expect([await tokens.next(), await tokens.next(), await tokens.next()]).toEqual(["first", "fresh 1", "fresh 2"]);
});

test("an open lab is asked for none", async () => {
  const tokens = new Tokens("", () => Promise.reject(new Error("asked")));
  expect([await tokens.next(), await tokens.next()]).toEqual(["", ""]);
});

test("without an answer there is no token", async () => {
  const tokens = new Tokens("first", () => Promise.reject(new Error("no answer")));
  await tokens.next();
  expect(await tokens.next()).toBe("");
});

test("the door tells who watches when it is shut, and when it opens again by a fresh token", async () => {
  const heard: boolean[] = [];
  const end = door.watch((isOut) => heard.push(isOut));
  door.shut();
  door.shut();
  const tokens = new Tokens("first", () => Promise.resolve({ token: "fresh" }));
  await tokens.next();
  await tokens.next();
  end();
  door.shut();
  expect(heard).toEqual([false, true, false]);
  door.open();
});
