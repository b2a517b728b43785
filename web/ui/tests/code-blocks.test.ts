import { describe, expect, test } from "vitest";
import { cutAtBackticks, cutAtBlocks, isInsideFence, MOST_BLOCKS, MOST_INLINE } from "../src/model/code-blocks";
import { trimmedAround, typedInCode } from "../src/model/code-typing";

const blocks = (text: string): string[] =>
  cutAtBlocks(text)
    .filter(({ kind }) => kind === "block")
    .map(({ shown }) => shown);
const inline = (text: string): string[] =>
  cutAtBackticks(text)
    .filter(({ kind }) => kind === "inline")
    .map(({ shown }) => shown);

describe("a block", () => {
  test.each([
    ["between two fences", "a\n```\nx = 1\n\n  y\n```\nb", ["x = 1\n\n  y"]],
    ["with a language", "```python\nx = 1\n```", ["x = 1"]],
    ["that is not closed goes to the end", "```\nx = 1\n", ["x = 1\n"]],
    ["with backticks inside a line of it", "```\na ``` b\n```", ["a ``` b"]],
    ["with Windows' line ends", "```\r\nx\r\ny\r\n```\r\n", ["x\r\ny"]],
    ["that begins and ends within lines", "look: ```x = 1\ny = 2``` ok", ["x = 1\ny = 2"]],
    ["that is pasted with indentation", "def f():\n    return 1", ["def f():\n    return 1"]],
    ["with tabs", "Oi\n\nif x:\n\ty()\n\nz()", ["if x:\n\ty()"]],
    ["up to its last paragraph with indentation", "a:\n  b\n\nc\n\nd:\n  e\n\nf", ["a:\n  b\n\nc\n\nd:\n  e"]],
    ["twice", "```\na\n```\nand\n```\nb\n```", ["a", "b"]],
  ])("%s", (_name, text, expected) => expect(blocks(text)).toEqual(expected));

  test.each([
    "no code at all",
    "two\nlines",
    "```",
    "```\n```",
    "```\n\n```",
    "- one\n  - two\n  - three",
    "1. one\n   2. two",
    "  one line with indentation",
    "a ``` b\nc",
    "",
  ])("there is none in %j", (text) => expect(blocks(text)).toEqual([]));
});

test("the breaks that touch a block are not drawn, those beyond are", () => {
  expect(cutAtBlocks("a\n\n```\nx\n```\nb").map(({ shown }) => shown)).toEqual(["a\n", "x", "b"]);
});

describe("words between backticks", () => {
  test.each([
    ["use `led.on()` and `x`", ["led.on()", "x"]],
    ["``a ` b``", ["a ` b"]],
    ["```one line```", ["one line"]],
    ["`not\nclosed`", []],
    ["one ` alone", []],
    ["` `", []],
  ])("in %j", (text, expected) => expect(inline(text)).toEqual(expected));
});

describe("the pieces make the text up again, in time, whatever it is", () => {
  test.each([
    ["10,000 backticks", "`".repeat(10_000)],
    ["10,000 fences", "```\n".repeat(10_000)],
    ["10,000 fences that close nothing", "```x y\n".repeat(10_000)],
    ["backticks one by one", "` ".repeat(50_000)],
    ["runs that grow", Array.from({ length: 400 }, (_, index) => "`".repeat(index)).join(" ")],
    ["a long line of spaces", `a\n${" ".repeat(100_000)}`],
    ["a fence with 100,000 spaces and more", `\`\`\`${" ".repeat(100_000)}a b`],
    ["100,000 breaks", "\n".repeat(100_000)],
    ["indented lines", "  a\n".repeat(20_000)],
    ["half surrogates and NUL", "```\n\ud800\u0000\n```\n`\udc00`"],
  ])("%s", (_name, text) => {
    const began = performance.now();
    for (const cut of [cutAtBlocks, cutAtBackticks]) {
      const pieces = cut(text);
      expect(pieces.map(({ source }) => source).join("")).toBe(text);
      expect(pieces.length).toBeLessThanOrEqual(2 * Math.max(MOST_BLOCKS, MOST_INLINE) + 1);
    }
    // Linear takes some milliseconds here; quadratic would take minutes.
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

describe("a key in the composer", () => {
  const key = (before: string, name: string, shiftKey = false): string | null =>
    typedInCode(before, { key: name, shiftKey });

  test("Enter sends outside of code, and begins a line inside", () => {
    expect(key("Oi", "Enter")).toBeNull();
    expect(key("```\nif x:\n    y()", "Enter")).toBe("\n    ");
    expect(key("```\nx\n```", "Enter")).toBeNull();
  });

  test("Tab leaves the field outside of code, and indents inside; Shift+Tab always leaves", () => {
    expect(key("Oi", "Tab")).toBeNull();
    expect(key("```\n", "Tab")).toBe("    ");
    expect(key("```\n", "Tab", true)).toBeNull();
  });

  test("Shift+Enter keeps the indentation of the line", () => {
    expect(key("a:\n  b", "Enter", true)).toBe("\n  ");
    expect(key("a", "Enter", true)).toBeNull();
  });

  test("the fence counts up to the caret", () => {
    expect(isInsideFence("```python\nx")).toBe(true);
    expect(isInsideFence("```\nx\n```\n")).toBe(false);
    expect(isInsideFence("a ``` b")).toBe(false);
  });
});

test("what is sent loses the space around it, but not the indentation of its first line", () => {
  expect(trimmedAround("  Oi \n")).toBe("Oi");
  expect(trimmedAround("\n \n    a\n      b\n\n")).toBe("    a\n      b");
  expect(trimmedAround(" \n ")).toBe("");
});
