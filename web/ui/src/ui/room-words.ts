import { type RoomWords, roomWordsOf } from "../i18n/room";
import { usePage } from "./context";

export const useRoomWords = (): RoomWords => roomWordsOf(usePage().lang);
