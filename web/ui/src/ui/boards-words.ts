import { type BoardsWords, boardsWordsOf } from "../i18n/boards";
import { ApiError } from "../net/http";
import { usePage } from "./context";

export const useBoardsWords = (): BoardsWords => boardsWordsOf(usePage().lang);

export const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError("bad-answer", String(error));

/** Says why a request failed. */
export function useFailureText(): (error: ApiError) => string {
  const { words } = usePage();
  const own = useBoardsWords();
  return ({ reason, detail }) => {
    if (reason === "unreachable") return words.unreachable;
    return reason === "too-fast" ? own.tooFast : own.failed(detail || reason);
  };
}
