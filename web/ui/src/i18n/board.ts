/** The words of the board's page, in the page's language. */

import { boardEn } from "./board.en";
import { boardPtBR } from "./board.pt-BR";

export type BoardWords = typeof boardEn;

export const boardWordsOf = (lang: string): BoardWords => (lang.toLowerCase().startsWith("en") ? boardEn : boardPtBR);
