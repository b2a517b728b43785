/** What a teacher has prepared for this session: sent with one tap, edited in a small dialog. */

import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Log } from "../model/records";
import { repliesSince } from "../model/replies";
import { fetchReplies } from "../net/replies";
import { usePage } from "./context";
import { Icon } from "./icons";
import { RepliesDialog } from "./replies-dialog";
import { useRoomWords } from "./room-words";

interface Props {
  readonly log: Log;
  readonly onSend: (text: string) => void;
}

export function QuickReplies({ log, onSend }: Props): VNode {
  const { session, mayManage } = usePage();
  const words = useRoomWords();
  const [replies, setReplies] = useReplies(session, log);
  const [isEditing, setEditing] = useState(false);
  return (
    <div class="replies" role="group" aria-label={words.quickReplies}>
      <div class="replies-row">
        {replies.map((text) => (
          <button key={text} type="button" class="reply" onClick={() => onSend(text)}>
            {text}
          </button>
        ))}
        {mayManage && <EditButton isFirst={replies.length === 0} onClick={() => setEditing(true)} />}
      </div>
      {isEditing && <RepliesDialog replies={replies} onSaved={setReplies} onClose={() => setEditing(false)} />}
    </div>
  );
}

function EditButton({ isFirst, onClick }: { isFirst: boolean; onClick: () => void }): VNode {
  const words = useRoomWords();
  return (
    <button
      type="button"
      class="btn btn-quiet edit-replies"
      aria-label={words.editReplies}
      title={words.editReplies}
      onClick={onClick}
    >
      <Icon name="pencil" />
      {isFirst && <span>{words.addReplies}</span>}
    </button>
  );
}

/** Those of the session: asked for once, and followed in the log from there on. */
function useReplies(session: string, log: Log): [readonly string[], (replies: readonly string[]) => void] {
  const [replies, setReplies] = useState<readonly string[]>([]);
  const looked = useRef<number | null>(null);
  const { last, generation } = log;
  const isThere = last !== null;
  useEffect(() => {
    if (!isThere) return;
    // No session yet, or no lab: there is nothing to offer, and the log tells when there is.
    fetchReplies(session).then(setReplies, () => setReplies([]));
  }, [session, isThere, generation]);
  useEffect(() => {
    if (last === null) return;
    const set = repliesSince(log.records, looked.current ?? last);
    looked.current = last;
    if (set) setReplies(set);
  }, [log.records, last]);
  return [replies, setReplies];
}
