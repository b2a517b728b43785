/** The open poll: its question, its choices to tap, and how many chose each. */

import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { sums } from "../model/poll";
import type { Room } from "../model/room";
import type { Poll } from "../model/session-state";
import { askForEvent } from "../net/session-state";
import { usePage } from "./context";
import { useRoomWords } from "./room-words";
import { useTally } from "./use-tally";

interface Props {
  readonly room: Room;
  /** Null: one looks on. */
  readonly onVote: ((choice: string) => void) | null;
}

export function PollPanel({ room, onVote }: Props): VNode | null {
  const { mayManage } = usePage();
  const words = useRoomWords();
  const tally = useTally(room);
  const { poll } = room.state;
  if (!poll || room.state.phase === "ended") return null;
  const votes = tally ? sums(poll, tally) : null;
  const own = tally?.votes.get(room.role.toLowerCase()) ?? null;
  return (
    <section class="poll" aria-label={words.poll}>
      <div class="poll-head">
        <h2>{poll.question}</h2>
        <p role="status">{tally ? words.voters(tally.votes.size) : ""}</p>
      </div>
      <div class="poll-choices">
        {poll.choices.map((choice, index) => (
          <Choice
            key={choice}
            text={choice}
            count={votes?.[index] ?? 0}
            most={Math.max(1, tally?.votes.size ?? 0)}
            isOwn={room.role !== "" && index === own}
            onVote={onVote && (() => onVote(choice))}
          />
        ))}
      </div>
      {mayManage && votes && <CloseButton room={room} poll={poll} votes={votes} voters={tally?.votes.size ?? 0} />}
    </section>
  );
}

interface ChoiceProps {
  readonly text: string;
  readonly count: number;
  readonly most: number;
  readonly isOwn: boolean;
  readonly onVote: (() => void) | null;
}

export function Choice({ text, count, most, isOwn, onVote }: ChoiceProps): VNode {
  const words = useRoomWords();
  const inside = (
    <>
      <span class="poll-bar" style={{ width: `${(100 * count) / most}%` }} />
      <span class="poll-text">{text}</span> <span class="poll-count">{words.votes(count)}</span>
    </>
  );
  if (!onVote) return <div class="poll-choice">{inside}</div>;
  return (
    <button type="button" class={`poll-choice ${isOwn ? "own" : ""}`} aria-pressed={isOwn} onClick={onVote}>
      {inside}
    </button>
  );
}

interface CloseProps {
  readonly room: Room;
  readonly poll: Poll;
  readonly votes: readonly number[];
  readonly voters: number;
}

function CloseButton({ room: { session, role }, poll, votes, voters }: CloseProps): VNode {
  const words = useRoomWords();
  const [problem, setProblem] = useState("");
  const close = (): void => {
    const { seq, question, choices } = poll;
    const result = { poll: seq, question, choices, votes, voters, ...(role ? { by: role } : {}) };
    askForEvent(session, "poll-closed", result).catch((error: Error) => setProblem(words.phaseFailed(error.message)));
  };
  return (
    <>
      <button type="button" class="btn btn-quiet btn-bordered" onClick={close}>
        {words.closePoll}
      </button>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
