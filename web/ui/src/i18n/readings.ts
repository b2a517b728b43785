/** Words for what devices tell, wherever it is shown. */

import { readingsEn } from "./readings.en";
import { readingsPtBR } from "./readings.pt-BR";

export type ReadingsWords = typeof readingsEn;

export const readingsWordsOf = (lang: string): ReadingsWords =>
  lang.toLowerCase().startsWith("en") ? readingsEn : readingsPtBR;
