import { type FlashWords, flashWordsOf } from "../../i18n/flash";
import { usePage } from "../../ui/context";
import type { BoardFailure } from "../failures";

export const useFlashWords = (): FlashWords => flashWordsOf(usePage().lang);

/** Says what went wrong. `chip`: of the board. */
export function failureText(words: FlashWords, { kind, detail }: BoardFailure, chip: string): string {
  switch (kind) {
    case "wrong-chip":
      return words.wrongChip(detail, chip);
    case "file-differs":
      return words.differs(detail);
    case "python":
      return words.python(detail);
    case "other":
      return words.other(detail);
    default:
      return words.failures[kind];
  }
}
