import fc from "fast-check";
import { expect, test } from "vitest";
import { around, down, DRAWN, followingView, shown, stay, up, type View } from "../src/model/view";

const held = { first: 1, last: 1000 };
const reading = stay(followingView, held);

test("who follows sees the newest, as many as the tallest screen holds", () => {
  expect(shown(followingView, held)).toEqual({ first: 961, last: 1000 });
});

test("who follows a link sees it with what stands around it", () => {
  expect(shown(around(500), held)).toEqual({ first: 450, last: 849 });
  expect(shown(around(3), held)).toEqual({ first: 1, last: 400 });
});

test("who has left the end keeps what was drawn, and new ones below while there is room", () => {
  expect(shown(reading, { first: 1, last: 1100 })).toEqual({ first: 961, last: 1100 });
  expect(shown(reading, { first: 1, last: 5000 })).toEqual({ first: 961, last: 1360 });
});

test("going up and down again ends where it began: at the end", () => {
  let view: View = reading;
  for (let pages = 0; pages < 12; pages += 1) view = up(view, held);
  expect(shown(view, held).first).toBe(1);
  for (let pages = 0; pages < 12; pages += 1) view = down(view, held);
  expect(view.following).toBe(true);
});

test("never more than a few hundred are drawn, whatever one does", () => {
  const step = fc.constantFrom("up", "down", "stay", "more", "trim", "end");
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      let [view, now]: [View, typeof held] = [followingView, { first: 500, last: 700 }];
      for (const name of steps) {
        if (name === "up") [view, now] = [up(view, now), { ...now, first: Math.max(1, now.first - 200) }];
        if (name === "down") view = down(view, now);
        if (name === "stay") view = stay(view, now);
        if (name === "more") now = { ...now, last: now.last + 150 };
        if (name === "trim") now = { ...now, first: Math.max(now.first, now.last - 300) };
        if (name === "end") view = followingView;
        const { first, last } = shown(view, now);
        expect(last - first + 1).toBeLessThanOrEqual(DRAWN);
        expect(first).toBeGreaterThanOrEqual(now.first);
        expect(last).toBeLessThanOrEqual(now.last);
        expect(last).toBeGreaterThanOrEqual(first);
      }
    }),
  );
});
