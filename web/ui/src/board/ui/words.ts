import { type BoardWords, boardWordsOf } from "../../i18n/board";
import { usePage } from "../../ui/context";

export const useBoardWords = (): BoardWords => boardWordsOf(usePage().lang);
