/** The words of the page of the boards, in the page's language. */

import { boardsEn } from "./boards.en";
import { boardsPtBR } from "./boards.pt-BR";

export type BoardsWords = typeof boardsEn;

export const boardsWordsOf = (lang: string): BoardsWords =>
  lang.toLowerCase().startsWith("en") ? boardsEn : boardsPtBR;
