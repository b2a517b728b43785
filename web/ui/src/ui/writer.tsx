/** Where one writes. Its text is its own, so that a key that is pressed draws nothing but this. */

import type { RefObject, VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { addressee } from "../model/addressing";
import { trimmedAround } from "../model/code-typing";
import { newId, payloadSize, wellFormed } from "../model/compose";
import type { Draft } from "../model/outbox";
import type { RoomClient } from "../net/room-client";
import type { Store } from "../net/storage";
import { Composer } from "./composer";
import { usePage } from "./context";

/** What others may ask of it. */
export interface WriterHandle {
  mention(role: string): void;
  /** Send this text; the text being written stays. */
  send(text: string): void;
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
  const post = (typed: string): boolean => {
    const draft = draftOf(typed, client);
    if (!draft || payloadSize(draft) > maxPayload) return false;
    if (client.compose(draft)) onSent();
    else setProblem(words.outboxFull);
    return client.room.outbox.some(({ id }) => id === draft.id);
  };
  const send = (): void => {
    if (!post(text)) return;
    put("");
    area.current?.focus();
  };
  const mention = (role: string): void => {
    put(`@${role} ${text.replace(/^@\S+\s*/, "")}`);
    area.current?.focus();
  };
  useEffect(() => {
    handle.current = { mention, send: (typed) => void post(typed) };
  });
  const roles = (): string[] => knownRoles(client).filter((role) => role !== client.room.role && role !== "lab");
  return <Composer text={text} problem={problem} area={area} roles={roles} onText={write} onSend={send} />;
}

function draftOf(typed: string, client: RoomClient): Draft | null {
  const text = trimmedAround(wellFormed(typed));
  if (text === "") return null;
  const to = addressee(text, knownRoles(client));
  const id = newId((bytes) => crypto.getRandomValues(bytes));
  return { id, text, made: Date.now(), after: null, ...(to ? { to } : {}) };
}

/** Who is here, and who has spoken: not every device says that it is online. */
const knownRoles = ({ room: { participants, log } }: RoomClient): string[] => [
  ...new Set([...participants, ...log.records].map(({ role }) => role)),
];
