import { expect, test } from "vitest";
import { ConsoleText } from "../../src/flash/console-text";

const bytes = (text: string) => new TextEncoder().encode(text);

function shown(...pieces: Uint8Array[]): string {
  const console = new ConsoleText();
  for (const piece of pieces) console.add(piece);
  return console.text;
}

test("a character that comes in two pieces is whole", () => {
  const [first, second] = [bytes("é").subarray(0, 1), bytes("é").subarray(1)];
  expect(shown(first, second)).toBe("é");
});

test("colours of a terminal are left out, also in pieces", () => {
  expect(shown(bytes("\x1b[0;32mI (31) boot\x1b[0m\r\n"))).toBe("I (31) boot\n");
  expect(shown(bytes("a\x1b[0;3"), bytes("2mb"))).toBe("ab");
});

test("control characters are left out, lines and tabulators stay", () => {
  expect(shown(bytes("a\x00\x08b\tc\r\nd"))).toBe("ab\tc\nd");
});

test("it does not grow without end", () => {
  const console = new ConsoleText();
  for (let count = 0; count < 2_000; count += 1) console.add(bytes(`line ${count} of a board that prints\n`));
  expect(console.text.length).toBeLessThanOrEqual(40_000);
  expect(console.text.endsWith("line 1999 of a board that prints\n")).toBe(true);
});

test("a line of the page begins on a line of its own", () => {
  const console = new ConsoleText();
  console.add(bytes(">>> "));
  console.say("Connecting...");
  expect(console.text).toBe(">>> \nConnecting...\n");
});
