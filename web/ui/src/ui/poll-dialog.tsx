/** A new poll: a question, and a choice on each line. The quick replies are offered as choices. */

import type { TargetedSubmitEvent, VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { pollFault } from "../model/poll";
import { fetchReplies } from "../net/replies";
import { askForEvent } from "../net/session-state";
import { usePage } from "./context";
import { Dialog } from "./dialog";
import { useRoomWords } from "./room-words";

const MOST_CHOICES = 8;

export function PollDialog({ role, onClose }: { role: string; onClose: () => void }): VNode {
  const { session } = usePage();
  const words = useRoomWords();
  const [question, setQuestion] = useState("");
  const [text, setText] = useState("");
  const [problem, setProblem] = useState("");
  useEffect(() => {
    fetchReplies(session).then(
      (replies) => setText((typed) => typed || replies.slice(0, MOST_CHOICES).join("\n")),
      () => undefined,
    );
  }, [session]);
  const choices = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const open = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fault = pollFault(question.trim(), choices);
    if (fault) return setProblem(words.pollFaults[fault]);
    const data = { question: question.trim(), choices, ...(role ? { by: role } : {}) };
    askForEvent(session, "poll-opened", data).then(onClose, (error: Error) =>
      setProblem(words.phaseFailed(error.message)),
    );
  };
  return (
    <Dialog title={words.newPoll} onClose={onClose}>
      <form class="replies-dialog" onSubmit={open}>
        <label for="poll-question">{words.pollQuestion}</label>
        <input
          id="poll-question"
          class="form-control"
          value={question}
          maxLength={200}
          onInput={({ currentTarget }) => setQuestion(currentTarget.value)}
        />
        <label for="poll-choices">{words.pollChoices}</label>
        <textarea
          id="poll-choices"
          class="form-control"
          rows={5}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <div class={`form-text ${problem ? "problem" : ""}`} role="status">
          {problem || words.pollHint}
        </div>
        <div class="dialog-actions">
          <button type="button" class="btn btn-quiet" onClick={onClose}>
            {words.cancel}
          </button>
          <button type="submit" class="btn btn-primary">
            {words.openPoll}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
