/** The page's words. English is the shape; every other language has the very same keys, or it does not compile. */

import { en } from "./en";
import { ptBR } from "./pt-BR";

export type Dictionary = typeof en;

export function dictionaryOf(lang: string): Dictionary {
  return lang.toLowerCase().startsWith("en") ? en : ptBR;
}
