/** The words of the fault lab's page, in the page's language. */

import { faultsEn } from "./faults.en";
import { faultsPtBR } from "./faults.pt-BR";

export type FaultsWords = typeof faultsEn;

export const faultsWordsOf = (lang: string): FaultsWords =>
  lang.toLowerCase().startsWith("en") ? faultsEn : faultsPtBR;
