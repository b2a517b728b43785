import type { TargetedSubmitEvent, VNode } from "preact";
import { useState } from "preact/hooks";
import type { RoomWords } from "../i18n/room";
import { doubled, fromLines, repliesFault } from "../model/replies";
import { ApiError } from "../net/http";
import { saveReplies } from "../net/replies";
import { usePage } from "./context";
import { Dialog } from "./dialog";
import { useRoomWords } from "./room-words";

interface Props {
  readonly replies: readonly string[];
  readonly onSaved: (replies: readonly string[]) => void;
  readonly onClose: () => void;
}

/** Define the quick replies, one on each line. */
export function RepliesDialog({ replies, onSaved, onClose }: Props): VNode {
  const { session } = usePage();
  const words = useRoomWords();
  const [text, setText] = useState(() => replies.join("\n"));
  const [problem, setProblem] = useState("");
  const [isSaving, setSaving] = useState(false);
  const fault = faultText(text, words);
  const save = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (fault || isSaving) return;
    setSaving(true);
    setProblem("");
    await saveReplies(session, fromLines(text)).then(
      (saved) => {
        onSaved(saved);
        onClose();
      },
      (error: unknown) => setProblem(words.repliesFailed(whyText(error, words))),
    );
    setSaving(false);
  };
  return (
    <Dialog title={words.quickReplies} onClose={onClose}>
      <form class="replies-dialog" onSubmit={(event) => void save(event)}>
        <label class="visually-hidden" for="replies-text">
          {words.quickReplies}
        </label>
        <p id="replies-lead">{words.repliesLead}</p>
        <textarea
          id="replies-text"
          class="form-control"
          rows={8}
          value={text}
          aria-describedby="replies-lead replies-help"
          aria-invalid={fault !== ""}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <div id="replies-help" class={`form-text ${fault || problem ? "problem" : ""}`} role="status">
          {fault || problem || countText(text, words)}
        </div>
        <div class="dialog-actions">
          <button type="button" class="btn btn-quiet" onClick={onClose}>
            {words.cancel}
          </button>
          <button type="submit" class="btn btn-primary" disabled={fault !== "" || isSaving}>
            {isSaving ? words.saving : words.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function faultText(text: string, words: RoomWords): string {
  const fault = repliesFault(text);
  if (!fault) return "";
  return fault.kind === "too-many" ? words.tooManyReplies(fromLines(text).length) : words.replyTooLong(fault.line);
}

function countText(text: string, words: RoomWords): string {
  const [count, twice] = [words.repliesCount(fromLines(text).length), doubled(text)];
  return twice > 0 ? `${count}. ${words.repliesTwice(twice)}` : count;
}

function whyText(error: unknown, words: RoomWords): string {
  if (!(error instanceof ApiError)) return String(error);
  if (error.reason === "no-session") return words.repliesNoSession;
  return error.reason === "unreachable" || error.reason === "bridge-unavailable"
    ? words.repliesUnreachable
    : error.detail || error.reason;
}
