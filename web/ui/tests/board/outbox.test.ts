import { expect, test } from "vitest";
import type { Output } from "../../src/board/messages";
import { Outbox } from "../../src/board/worker/outbox";

function outbox(): { box: Outbox; posts: Output[][]; pass: (ms: number) => void; slept: () => number } {
  const posts: Output[][] = [];
  let time = 0;
  let slept = 0;
  const box = new Outbox(
    (outputs) => posts.push([...outputs]),
    () => time,
    (ms) => {
      slept += ms;
      time += ms;
    },
  );
  return { box, posts, pass: (ms) => (time += ms), slept: () => slept };
}

const level = (value: number): Output => ({ t: "level", pin: 2, level: value });

test("what is seldom goes at once", () => {
  const { box, posts } = outbox();
  box.state("level 2", level(1));
  box.print("on\n");
  expect(posts).toEqual([[level(1)], [{ t: "print", text: "on\n" }]]);
});

test("an endless loop posts at most some hundred times a second, and its last state arrives", () => {
  const { box, posts, pass } = outbox();
  for (let number = 0; number < 100_000; number += 1) {
    box.state("level 2", level(number % 2));
    pass(0.01);
  }
  box.flush();
  expect(posts.length).toBeLessThan(200);
  expect(posts.at(-1)?.at(-1)).toEqual(level(1));
});

test("order stays: what was printed before a part was used comes first", () => {
  const { box, posts } = outbox();
  for (let number = 0; number < 200; number += 1) box.print("x");
  box.put({ t: "reset" });
  expect(posts.at(-1)?.at(-1)).toEqual({ t: "reset" });
  expect(
    posts
      .flat()
      .map((output) => (output.t === "print" ? output.text : ""))
      .join(""),
  ).toHaveLength(200);
});

test("who prints without end has to wait, as on a serial line", () => {
  const { box, slept } = outbox();
  for (let number = 0; number < 1000; number += 1) box.print("x".repeat(1000));
  expect(slept()).toBeGreaterThan(5000);
});
