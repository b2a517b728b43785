import { expect, test } from "vitest";
import { inLanguage } from "../src/ui/language-link";

test("the other language keeps the words of a search, the role and the record", () => {
  expect(inLanguage("http://lab:8000/search?q=oi%20l%C3%A1&as=ana&lang=en#12", "pt-BR")).toBe(
    "http://lab:8000/search?q=oi+l%C3%A1&as=ana&lang=pt-BR#12",
  );
});
