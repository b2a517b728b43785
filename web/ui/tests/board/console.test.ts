import { describe, expect, test } from "vitest";
import { appended, errorPlace, isUnfinished } from "../../src/board/console";

test("a console keeps the last lines, each whole", () => {
  const text = Array.from({ length: 10_000 }, (_, number) => `line ${number}\n`).join("");
  const kept = appended(text, "the last\r\n");
  expect(kept.length).toBeLessThanOrEqual(40_000);
  expect(kept).toMatch(/^line \d+\n/);
  expect(kept.endsWith("line 9999\nthe last\n")).toBe(true);
});

describe("the place of an error", () => {
  test("is the innermost line of the program", () => {
    const traceback =
      'Traceback (most recent call last):\n  File "main.py", line 9, in <module>\n  File "main.py", line 4, in f\nOSError: 5\n';
    expect(errorPlace(traceback)).toEqual({ line: 4, message: "OSError: 5" });
  });

  test.each(["", 'Traceback\n  File "<stdin>", line 1, in <module>\nNameError: x\n'])(
    "is nowhere in %j",
    (traceback) => {
      expect(errorPlace(traceback)).toBeNull();
    },
  );
});

test.each([
  ["x = 1", false],
  ["for i in range(3):", true],
  ["for i in range(3):\n  print(i)", true],
  ["for i in range(3):\n  print(i)\n", false],
  ["@decorator", true],
  ['print("a:b")', false],
  ["if x:  # why", true],
])("whether more must be typed after %j: %s", (typed, isOpen) => {
  expect(isUnfinished(typed)).toBe(isOpen);
});
