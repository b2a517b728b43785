/** The words of a session's windows and of the search, in the page's language. */

import { roomEn } from "./room.en";
import { roomPtBR } from "./room.pt-BR";

export type RoomWords = typeof roomEn;

export const roomWordsOf = (lang: string): RoomWords => (lang.toLowerCase().startsWith("en") ? roomEn : roomPtBR);
