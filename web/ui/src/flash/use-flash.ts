/** The board at this page's port, drawn again when it has changed. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { throttleDrawing } from "../ui/throttle-drawing";
import { FlashClient, type FlashState } from "./flash-client";

export function useFlash(): { readonly board: FlashClient; readonly state: FlashState } {
  const [, redraw] = useState(0);
  const board = useMemo(
    () =>
      new FlashClient(
        navigator.serial,
        throttleDrawing(() => redraw((times) => times + 1)),
      ),
    [],
  );
  const isAtWork = ["flashing", "writing"].includes(board.state.phase);
  useEffect(() => {
    if (!isAtWork) return;
    const warn = (event: Event): void => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [isAtWork]);
  useEffect(() => () => void board.close(), [board]);
  return { board, state: board.state };
}
