/** The words of the page for a real board, in the page's language. */

import { flashEn } from "./flash.en";
import { flashPtBR } from "./flash.pt-BR";

export type FlashWords = typeof flashEn;

export const flashWordsOf = (lang: string): FlashWords => (lang.toLowerCase().startsWith("en") ? flashEn : flashPtBR);
