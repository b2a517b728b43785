/** The message that a reply answers, in a line above it: the way to its place. */

import type { VNode } from "preact";
import { useContext } from "preact/hooks";
import type { LabRecord } from "../model/record";
import { usePage } from "./context";
import { MessageToolsContext } from "./message-tools";
import { useNameOf } from "./names";
import { previewOf } from "./preview";
import { useRoomWords } from "./room-words";
import { useQuoted } from "./talk";

export function ReplyQuote({ seq }: { seq: number }): VNode | null {
  const record = useQuoted(seq);
  const words = useRoomWords();
  const { removed } = useContext(MessageToolsContext);
  if (record === undefined) return <span class="quote quote-empty" aria-hidden="true" />;
  if (record === null || record.event) return null;
  return (
    <a class="quote" href={`#${seq}`}>
      <span class="visually-hidden">{words.replyTo} </span>
      {removed.has(seq) ? words.removedQuote : <Quoted record={record} />}
    </a>
  );
}

/** Who said it, and what. */
export function Quoted({ record }: { record: LabRecord }): VNode {
  const { words, lang } = usePage();
  const nameOf = useNameOf();
  return (
    <>
      <strong>{nameOf(record.role)}</strong> <span>{previewOf(record, words, lang)}</span>
    </>
  );
}
