import type { VNode } from "preact";
import { usePage } from "./context";
import { Icon } from "./icons";
import { useRoomWords } from "./room-words";

interface Props {
  readonly state: "loading" | "ready" | "missing" | "failed";
  readonly target: number;
  readonly onRetry: () => void;
  readonly onLeave: () => void;
}

/** In place of the messages, while the one that a link leads to is not there. */
export function LinkedNotice({ state, target, onRetry, onLeave }: Props): VNode {
  const { words } = usePage();
  const roomWords = useRoomWords();
  if (state === "loading" || state === "ready")
    return (
      <div class="messages-frame notice-frame" role="status">
        <p class="beginning">{roomWords.loadingLinked}</p>
      </div>
    );
  return (
    <div class="messages-frame notice-frame">
      <div class="empty" role="status">
        <Icon name={state === "missing" ? "search" : "alert"} />
        <h2>{state === "missing" ? roomWords.noSuchRecord(target) : roomWords.excerptFailed}</h2>
        <p>{state === "missing" ? roomWords.noSuchRecordHint : words.unreachable}</p>
        <div class="empty-actions">
          {state === "failed" && (
            <button type="button" class="btn btn-quiet" onClick={onRetry}>
              {words.retry}
            </button>
          )}
          <button type="button" class="btn btn-primary" onClick={onLeave}>
            {roomWords.toNewest}
          </button>
        </div>
      </div>
    </div>
  );
}
