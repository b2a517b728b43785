/** The words of the page of sessions and of the page of one session, in the page's language. */

import { sessionsEn } from "./sessions.en";
import { sessionsPtBR } from "./sessions.pt-BR";

export type SessionsWords = typeof sessionsEn;

export const sessionsWordsOf = (lang: string): SessionsWords =>
  lang.toLowerCase().startsWith("en") ? sessionsEn : sessionsPtBR;
