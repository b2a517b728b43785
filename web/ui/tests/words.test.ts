import { describe, expect, test } from "vitest";
import { dictionaryOf } from "../src/i18n";
import { en } from "../src/i18n/en";
import { ptBR } from "../src/i18n/pt-BR";
import { typingText } from "../src/ui/typing-line";

test("the language of the page decides, Portuguese when it is another one", () => {
  expect([dictionaryOf("en"), dictionaryOf("en-GB"), dictionaryOf("pt-BR"), dictionaryOf("xx")]).toEqual([
    en,
    en,
    ptBR,
    ptBR,
  ]);
});

test("no word is empty in either language", () => {
  for (const words of [en, ptBR]) for (const word of Object.values(words)) expect(word).not.toBe("");
});

describe("counting", () => {
  test("one is singular, more are plural", () => {
    expect([en.messages(1), en.messages(2)]).toEqual(["1 message", "2 messages"]);
    expect([ptBR.messages(1), ptBR.messages(2)]).toEqual(["1 mensagem", "2 mensagens"]);
  });

  test("many who type are counted instead of named", () => {
    expect(typingText(["a"], en)).toBe("a is typing…");
    expect(typingText(["a", "b", "c", "d"], en)).toBe("4 people are typing…");
  });
});
