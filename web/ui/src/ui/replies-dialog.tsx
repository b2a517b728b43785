import type { TargetedSubmitEvent, VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { RoomWords } from "../i18n/room";
import { fromLines, repliesFault } from "../model/replies";
import { ApiError } from "../net/http";
import { saveReplies } from "../net/replies";
import { usePage } from "./context";
import { useRoomWords } from "./room-words";

interface Props {
  readonly replies: readonly string[];
  readonly onSaved: (replies: readonly string[]) => void;
  readonly onClose: () => void;
}

/** Define the quick replies, one on each line. The dialog of the browser keeps the focus and closes on Escape. */
export function RepliesDialog({ replies, onSaved, onClose }: Props): VNode {
  const { session } = usePage();
  const words = useRoomWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState(() => replies.join("\n"));
  const [problem, setProblem] = useState("");
  const [isSaving, setSaving] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const fault = faultText(text, words);
  const close = (): void => dialog.current?.close();
  const save = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (fault || isSaving) return;
    setSaving(true);
    setProblem("");
    const wanted = fromLines(text);
    await saveReplies(session, wanted).then(
      () => {
        onSaved(wanted);
        close();
      },
      (error: unknown) => setProblem(words.repliesFailed(whyText(error, words))),
    );
    setSaving(false);
  };
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="replies-title" onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <h2 id="replies-title" class="panel-title">
          {words.quickReplies}
        </h2>
        <label for="replies-text">{words.repliesLead}</label>
        <textarea
          id="replies-text"
          class="form-control"
          rows={8}
          value={text}
          aria-describedby="replies-help"
          aria-invalid={fault !== ""}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <div id="replies-help" class={`form-text ${fault || problem ? "problem" : ""}`} role="status">
          {fault || problem || words.repliesCount(fromLines(text).length)}
        </div>
        <div class="dialog-actions">
          <button type="button" class="btn btn-quiet" onClick={close}>
            {words.cancel}
          </button>
          <button type="submit" class="btn btn-primary" disabled={fault !== "" || isSaving}>
            {isSaving ? words.saving : words.save}
          </button>
        </div>
      </form>
    </dialog>
  );
}

function faultText(text: string, words: RoomWords): string {
  const fault = repliesFault(text);
  if (!fault) return "";
  return fault.kind === "too-many" ? words.tooManyReplies : words.replyTooLong(fault.line);
}

function whyText(error: unknown, words: RoomWords): string {
  if (!(error instanceof ApiError)) return String(error);
  if (error.reason === "no-session") return words.repliesNoSession;
  return error.reason === "unreachable" || error.reason === "bridge-unavailable"
    ? words.repliesUnreachable
    : error.detail || error.reason;
}
