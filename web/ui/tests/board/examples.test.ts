import { expect, test } from "vitest";
import { EXAMPLES, exampleFor, inLanguage } from "../../src/board/examples";

const place = { session: "aula7", role: "Lamp-1" };
const broker = { host: "10.0.0.5", port: 2883 };

test.each(EXAMPLES)("%s has the comments of one language", (name) => {
  const [portuguese, english] = ["pt-BR", "en"].map((lang) => exampleFor(name, lang, place, broker));
  expect(portuguese).not.toMatch(/# (pt|en): /);
  expect(english).not.toMatch(/# (pt|en): /);
  expect(portuguese).not.toBe(english);
  const code = (text = ""): string[] => text.split("\n").filter((line) => !line.trimStart().startsWith("#"));
  expect(code(portuguese)).toEqual(code(english));
});

test("an example for the network is filled in", () => {
  const lines = exampleFor("lamp", "en", place, broker).split("\n");
  for (const line of ['SESSION = "aula7"', 'ROLE = "Lamp-1"', 'HOST = "10.0.0.5"', "PORT = 2883"])
    expect(lines).toContain(line);
});

test("a comment in two languages is one line of the page's", () => {
  expect(inLanguage("  # pt: oi\n  # en: hi\nx = 1", "en-GB")).toBe("  # hi\nx = 1");
});
