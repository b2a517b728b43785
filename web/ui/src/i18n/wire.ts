/** The words of the wire's page, in the page's language. */

import { wireEn } from "./wire.en";
import { wirePtBR } from "./wire.pt-BR";

export type WireWords = typeof wireEn;

export const wireWordsOf = (lang: string): WireWords => (lang.toLowerCase().startsWith("en") ? wireEn : wirePtBR);
