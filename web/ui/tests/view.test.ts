import fc from "fast-check";
import { expect, test } from "vitest";
import { plainRows } from "../src/model/rows";
import { around, DRAWN, down, followingView, type Held, refolded, shown, stay, up, type View } from "../src/model/view";

const holding = (first: number, last: number): Held => ({ first, last, rows: plainRows(first, last) });
const held = holding(1, 1000);
const reading = stay(followingView, held);

test("who follows sees the newest, as many as the tallest screen holds", () => {
  expect(shown(followingView, held)).toEqual({ first: 961, last: 1000 });
});

test("who follows a link sees it with what stands around it", () => {
  expect(shown(around(500, held), held)).toEqual({ first: 450, last: 849 });
  expect(shown(around(3, held), held)).toEqual({ first: 1, last: 400 });
});

test("who has left the end keeps what was drawn, and new ones below while there is room", () => {
  expect(shown(reading, holding(1, 1100))).toEqual({ first: 961, last: 1100 });
  expect(shown(reading, holding(1, 5000))).toEqual({ first: 961, last: 1360 });
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
      let [view, now]: [View, Held] = [followingView, holding(500, 700)];
      for (const name of steps) {
        if (name === "up") [view, now] = [up(view, now), holding(Math.max(1, now.first - 200), now.last)];
        if (name === "down") view = down(view, now);
        if (name === "stay") view = stay(view, now);
        if (name === "more") now = holding(now.first, now.last + 150);
        if (name === "trim") now = holding(Math.max(now.first, now.last - 300), now.last);
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

// One closed fold of a hundred, then a hundred single records, then a closed fold of eight hundred.
const folded: Held = { first: 1, last: 1000, rows: [1, ...plainRows(101, 200), 1001] };

test("a closed fold is one row, and is drawn whole", () => {
  expect(shown(followingView, folded)).toEqual({ first: 161, last: 1000 });
  expect(shown(around(150, folded), folded)).toEqual({ first: 100 - 99, last: 1000 });
});

test("a fold that is opened keeps what stands above it, and never draws too much", () => {
  const opened: Held = { first: 1, last: 1000, rows: [1, ...plainRows(101, 1000)] };
  const view = refolded(followingView, folded, opened, 201);
  expect(shown(view, opened)).toEqual({ first: 161, last: 161 + DRAWN - 1 });
  expect(shown(refolded(view, opened, folded, 201), folded).last).toBe(1000);
});
