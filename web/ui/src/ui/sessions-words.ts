import { type SessionsWords, sessionsWordsOf } from "../i18n/sessions";
import { usePage } from "./context";

export const useSessionsWords = (): SessionsWords => sessionsWordsOf(usePage().lang);
