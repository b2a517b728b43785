import type { TargetedSubmitEvent, VNode } from "preact";
import { useId, useState } from "preact/hooks";
import { ApiError } from "../net/http";
import { usePage } from "./context";
import { Dialog } from "./dialog";
import { useSessionsWords } from "./sessions-words";

export interface Deletion {
  /** The name that has to be typed. */
  readonly session: string;
  /** What tells an archived session from others of its name; empty for an open session. */
  readonly archived: string;
  /** Null where it is not known. */
  readonly count: number | null;
  /** Rejects with an ApiError. */
  readonly act: () => Promise<void>;
}

interface Props {
  readonly deletion: Deletion;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Deletes for ever, once the session's name has been typed. */
export function DeleteDialog({ deletion, onClose, onDone }: Props): VNode {
  const { session, archived, count, act } = deletion;
  const own = useSessionsWords();
  const [typed, setTyped] = useState("");
  const [isBusy, setBusy] = useState(false);
  const problemOf = useProblemText();
  const [problem, setProblem] = useState("");
  const id = useId();
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (typed !== session || isBusy) return;
    setBusy(true);
    const failure = await act().then(() => null, problemOf);
    setBusy(false);
    if (failure === null) onDone();
    else setProblem(failure);
  };
  return (
    <Dialog title={own.deleteAsk(archived || session)} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <p>{own.deleteMeaning(count)}</p>
        {!archived && <p>{own.deleteOrArchive}</p>}
        <label class="form-label" for={id}>
          {own.deleteType(session)}
        </label>
        <input
          id={id}
          class="form-control"
          value={typed}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          onInput={(event) => setTyped(event.currentTarget.value.trim())}
        />
        <p class="problem" role="alert">
          {problem}
        </p>
        <div class="dialog-actions">
          <button type="button" class="btn btn-quiet" onClick={onClose}>
            {own.cancel}
          </button>
          <button type="submit" class="btn btn-danger" disabled={typed !== session || isBusy}>
            {isBusy ? own.deleting : own.deleteForever}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function useProblemText(): (error: unknown) => string {
  const { words } = usePage();
  const own = useSessionsWords();
  return (error) => {
    const { reason, detail, status } = error instanceof ApiError ? error : new ApiError("bad-answer", String(error));
    if (reason === "no-session") return own.deleteGone;
    if (reason === "unreachable") return words.unreachable;
    return status === 503 ? words.bridgeAway : own.deleteFailed(detail || reason);
  };
}
