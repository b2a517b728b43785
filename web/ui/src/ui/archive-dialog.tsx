import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { Dictionary } from "../i18n";
import type { SessionsWords } from "../i18n/sessions";
import { rolesOf } from "../model/session-list";
import { ApiError } from "../net/http";
import { archiveSession, type SessionSummary } from "../net/sessions";
import { usePage } from "./context";
import { Dialog } from "./dialog";
import { useSessionsWords } from "./sessions-words";

interface Props {
  readonly summary: Pick<SessionSummary, "session" | "lastSeq" | "participants">;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Says what archiving means, and does it. Escape and "Cancel" leave everything as it is. */
export function ArchiveDialog({ summary, onClose, onDone }: Props): VNode {
  const { words } = usePage();
  const own = useSessionsWords();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const { session, lastSeq, participants } = summary;
  const present = rolesOf(participants, true);
  const archive = async (): Promise<void> => {
    setBusy(true);
    setProblem("");
    const failure = await archiveSession(session).then(
      () => null,
      (error: unknown) => problemText(error, words, own),
    );
    setBusy(false);
    if (failure === null) onDone();
    else setProblem(failure);
  };
  return (
    <Dialog title={own.archiveAsk(session)} onClose={onClose}>
      <p>{own.archiveMeaning(lastSeq)}</p>
      <p>{own.archiveName(session)}</p>
      {present.length > 0 && <p class="dialog-note">{own.archivePresent(present.join(", "))}</p>}
      <p class="problem" role="alert">
        {problem}
      </p>
      <div class="dialog-actions">
        <button type="button" class="btn btn-quiet" onClick={onClose}>
          {own.cancel}
        </button>
        <button type="button" class="btn btn-primary" disabled={busy} onClick={() => void archive()}>
          {busy ? own.archiving : own.archive}
        </button>
      </div>
    </Dialog>
  );
}

function problemText(error: unknown, words: Dictionary, own: SessionsWords): string {
  const { reason, detail, status } = error instanceof ApiError ? error : new ApiError("bad-answer", String(error));
  if (reason === "no-session") return own.archiveGone;
  if (reason === "unreachable") return words.unreachable;
  return status === 503 ? words.bridgeAway : own.archiveFailed(detail || reason);
}
