import type { VNode } from "preact";
import { type Branch, type Topics, treeOf } from "../model/wire-topics";
import { useWireWords } from "./wire-words";

interface Props {
  readonly topics: Topics;
  readonly chosen: string;
  readonly onChoose: (topic: string) => void;
}

/** The topics that were seen, level by level. */
export function WireTopics({ topics, chosen, onChoose }: Props): VNode {
  const words = useWireWords();
  return (
    <details class="panel wire-fold" open={isWide()}>
      <summary>
        <h2 class="panel-title">{words.topics}</h2>
      </summary>
      <p class="form-text">{topics.size > 0 ? words.topicsHint : words.noTopics}</p>
      {topics.size > 0 && (
        <button type="button" class="branch-button" aria-pressed={chosen === ""} onClick={() => onChoose("")}>
          {words.allTopics}
        </button>
      )}
      <Branches branches={treeOf(topics)} chosen={chosen} onChoose={onChoose} />
    </details>
  );
}

/** Where there is room, panels begin open. */
export const isWide = (): boolean => window.matchMedia("(min-width: 62rem)").matches;

const Branches = ({ branches, chosen, onChoose }: { branches: readonly Branch[] } & Omit<Props, "topics">): VNode => (
  <ul class="branches">
    {branches.map((branch) => (
      <li key={branch.topic}>
        <BranchButton branch={branch} isChosen={chosen === branch.topic} onChoose={onChoose} />
        {branch.below.length > 0 && <Branches branches={branch.below} chosen={chosen} onChoose={onChoose} />}
      </li>
    ))}
  </ul>
);

function BranchButton({
  branch,
  isChosen,
  onChoose,
}: {
  branch: Branch;
  isChosen: boolean;
  onChoose: (topic: string) => void;
}): VNode {
  const words = useWireWords();
  const { topic, level, count, last } = branch;
  return (
    <button type="button" class="branch-button" aria-pressed={isChosen} onClick={() => onChoose(isChosen ? "" : topic)}>
      <span class="branch-level">{level || "·"}</span>
      <span class="branch-count">
        <span aria-hidden="true">{count}</span>
        <span class="visually-hidden">{words.topicCount(count)}</span>
      </span>
      {/* It changes all the time: who hears the name hears what it is a name of. */}
      {last && (
        <span class="branch-last" aria-hidden="true">
          {last.payload?.slice(0, 80) ?? last.hex?.slice(0, 40) ?? ""}
        </span>
      )}
    </button>
  );
}
