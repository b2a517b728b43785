/** Where one writes. Its text is its own, so that a key that is pressed draws nothing but this. */

import type { RefObject, VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { addressee, isSameRole } from "../model/addressing";
import { trimmedAround } from "../model/code-typing";
import { newId, payloadSize, wellFormed } from "../model/compose";
import type { Draft } from "../model/outbox";
import type { LabRecord } from "../model/record";
import type { RoomClient } from "../net/room-client";
import type { Store } from "../net/storage";
import { Composer } from "./composer";
import { usePage } from "./context";
import { Icon } from "./icons";
import { Quoted } from "./reply-quote";
import { useRoomWords } from "./room-words";

/** What others may ask of it. */
export interface WriterHandle {
  mention(role: string): void;
  /** Send this text; the text being written stays. */
  send(text: string): void;
  /** Write a reply to this message. */
  reply(record: LabRecord): void;
  /** React to a message; an empty reaction takes the former one back. */
  react(seq: number, reaction: string): void;
}

interface Props {
  readonly client: RoomClient;
  readonly store: Store;
  readonly handle: RefObject<WriterHandle | null>;
  readonly onSent: () => void;
}

export function Writer({ client, store, handle, onSent }: Props): VNode {
  const { words, maxPayload } = usePage();
  const [text, setText] = useState(() => store.unfinished());
  const [problem, setProblem] = useState("");
  const [answered, setAnswered] = useState<LabRecord | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const put = (next: string): void => {
    setText(next);
    setProblem("");
    store.keepUnfinished(next);
  };
  const write = (next: string): void => {
    put(next);
    if (next.trim() !== "") client.typing();
  };
  useEffect(() => focusWithKeyboard(area.current), []);
  const compose = (draft: Draft): boolean => {
    if (client.compose(draft)) return true;
    setProblem(words.outboxFull);
    return false;
  };
  const post = (typed: string, about: LabRecord | null): boolean => {
    const draft = draftOf(typed, client, about);
    if (!draft || payloadSize(draft) > maxPayload) return false;
    if (compose(draft)) onSent();
    return client.room.outbox.some(({ id }) => id === draft.id);
  };
  const send = (): void => {
    if (!post(text, answered)) return;
    put("");
    setAnswered(null);
    area.current?.focus();
  };
  const mention = (role: string): void => {
    put(`@${role} ${text.replace(/^@\S+\s*/, "")}`);
    area.current?.focus();
  };
  const reply = (record: LabRecord): void => {
    setAnswered(record);
    area.current?.focus();
  };
  const stopReplying = (): void => {
    setAnswered(null);
    area.current?.focus();
  };
  const react = (seq: number, reaction: string): void => void compose({ ...newDraft(), text: "", re: seq, reaction });
  useEffect(() => {
    handle.current = { mention, send: (typed) => void post(typed, null), reply, react };
  });
  const roles = (): string[] => knownRoles(client).filter((role) => role !== client.room.role && role !== "lab");
  return (
    <>
      {answered && <Replying record={answered} onStop={stopReplying} />}
      <Composer text={text} problem={problem} area={area} roles={roles} onText={write} onSend={send} />
    </>
  );
}

function Replying({ record, onStop }: { record: LabRecord; onStop: () => void }): VNode {
  const words = useRoomWords();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && !event.defaultPrevented) onStop();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
  return (
    <div class="replying" role="status">
      <p>
        {words.replyTo} <Quoted record={record} />
      </p>
      <button
        type="button"
        class="btn btn-quiet"
        aria-label={words.stopReplying}
        title={words.stopReplying}
        onClick={onStop}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

/** Where there is a keyboard one writes at once. On a phone its keyboard would cover the messages. */
function focusWithKeyboard(area: HTMLTextAreaElement | null): void {
  const isFree = document.activeElement === null || document.activeElement === document.body;
  const isDialog = document.querySelector("dialog[open]") !== null;
  if (isFree && !isDialog && window.matchMedia("(hover: hover) and (pointer: fine)").matches)
    area?.focus({ preventScroll: true });
}

const newDraft = (): Pick<Draft, "id" | "made" | "after"> => ({
  id: newId((bytes) => crypto.getRandomValues(bytes)),
  made: Date.now(),
  after: null,
});

/** A reply speaks to who wrote the message, unless its text names somebody else. */
function draftOf(typed: string, client: RoomClient, about: LabRecord | null): Draft | null {
  const text = trimmedAround(wellFormed(typed));
  if (text === "") return null;
  const author = about && !isSameRole(about.role, client.room.role) ? about.role : null;
  const to = addressee(text, knownRoles(client)) ?? author;
  return { ...newDraft(), text, ...(to ? { to } : {}), ...(about ? { re: about.seq } : {}) };
}

/** Who is here, and who has spoken: not every device says that it is online. */
const knownRoles = ({ room: { participants, log } }: RoomClient): string[] => [
  ...new Set([...participants, ...log.records].map(({ role }) => role)),
];
