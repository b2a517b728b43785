/** How a poll ended, in the conversation. */

import type { VNode } from "preact";
import type { JsonObject } from "../model/record";
import { Choice } from "./poll-panel";
import { useRoomWords } from "./room-words";

export function PollResult({ data }: { data: JsonObject }): VNode {
  const words = useRoomWords();
  const { question, choices, votes, voters } = data;
  const counts = Array.isArray(votes) ? votes.map(Number) : [];
  return (
    <div class="poll poll-result">
      <div class="poll-head">
        <h2>{words.pollResult(String(question ?? ""))}</h2>
        <p>{words.voters(Number(voters) || 0)}</p>
      </div>
      <div class="poll-choices">
        {(Array.isArray(choices) ? choices.map(String) : []).map((choice, index) => (
          <Choice
            key={choice}
            text={choice}
            count={counts[index] ?? 0}
            most={Math.max(1, Number(voters) || 0)}
            isOwn={false}
            onVote={null}
          />
        ))}
      </div>
    </div>
  );
}
