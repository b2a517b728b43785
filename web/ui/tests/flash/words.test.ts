import { expect, test } from "vitest";
import { BoardFailure, type FailureKind } from "../../src/flash/failures";
import { failureText } from "../../src/flash/ui/words";
import { flashWordsOf } from "../../src/i18n/flash";
import { flashEn } from "../../src/i18n/flash.en";
import { flashPtBR } from "../../src/i18n/flash.pt-BR";

const DETAILED: readonly FailureKind[] = ["wrong-chip", "file-differs", "python", "other"];

test("no word is empty in either language", () => {
  for (const words of [flashEn, flashPtBR]) for (const word of Object.values(words)) expect(word).not.toBe("");
  expect([flashWordsOf("en-GB"), flashWordsOf("pt-BR")]).toEqual([flashEn, flashPtBR]);
});

test.each([flashEn, flashPtBR])("what a failure leaves open is told", (words) => {
  for (const kind of DETAILED) expect(failureText(words, new BoardFailure(kind, "this"), "ESP32")).toContain("this");
});
