import type { RefObject, VNode } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { bannerOf, RECONNECTED_MS } from "../model/banner";
import { addressee, newId, payloadSize, wellFormed } from "../model/compose";
import type { Draft } from "../model/outbox";
import type { Room } from "../model/room";
import type { RoomClient } from "../net/room-client";
import { browserStorage, openStore, type Store } from "../net/storage";
import { BannerLine } from "./banner-line";
import { Composer } from "./composer";
import { usePage } from "./context";
import { MessageList } from "./message-list";
import { RoomHeader } from "./room-header";
import { TypingLine } from "./typing-line";
import { useRoom } from "./use-room";

/** The window of one role in one session. */
export function RoomPage(): VNode {
  const { session, role, words } = usePage();
  const store = useMemo(() => openStore(browserStorage(), session, role), [session, role]);
  const [room, client] = useRoom(session, role, store);
  const list = useRef<MessageList>(null);
  const writing = useWriting(room, client, store, () => list.current?.toEnd());
  const now = useRedrawAt((room.liveSince ?? 0) + RECONNECTED_MS);
  useEffect(() => document.documentElement.classList.add("room-page"), []);
  return (
    <div class="room">
      <RoomHeader participants={room.participants} onMention={writing.mention} />
      <BannerLine banner={bannerOf(room, now)} onHurry={() => client.hurry()} />
      <MessageList ref={list} room={room} client={client} words={words} />
      <TypingLine typing={room.typing} />
      <Composer text={writing.text} problem={writing.problem} area={writing.area} onText={writing.write} onSend={writing.send} />
    </div>
  );
}

interface Writing {
  readonly text: string;
  readonly problem: string;
  readonly area: RefObject<HTMLTextAreaElement | null>;
  write(text: string): void;
  send(): void;
  mention(role: string): void;
}

/** The text being written: kept over a reload, and put in the outbox when it is sent. */
function useWriting(room: Room, client: RoomClient, store: Store, sent: () => void): Writing {
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
  const send = (): void => {
    const draft = draftOf(text, room);
    if (!draft || payloadSize(draft) > maxPayload) return;
    if (!client.compose(draft)) return setProblem(words.outboxFull);
    put("");
    area.current?.focus();
    sent();
  };
  const mention = (role: string): void => {
    put(`@${role} ${text.replace(/^@\S+\s*/, "")}`);
    area.current?.focus();
  };
  return { text, problem, area, write, send, mention };
}

function draftOf(typed: string, room: Room): Draft | null {
  const text = wellFormed(typed).trim();
  if (text === "") return null;
  const to = addressee(text, knownRoles(room));
  const id = newId((bytes) => crypto.getRandomValues(bytes));
  return { id, text, made: Date.now(), after: null, ...(to ? { to } : {}) };
}

/** Who is here, and who has spoken: not every device says that it is online. */
const knownRoles = ({ participants, log }: Room): string[] => [...participants, ...log.records].map(({ role }) => role);

/** The time now, and once more at `moment`, when time alone changes what is drawn. */
function useRedrawAt(moment: number): number {
  const [, redraw] = useState(0);
  useEffect(() => {
    const wait = moment - Date.now();
    if (wait <= 0) return undefined;
    const timer = setTimeout(() => redraw((times) => times + 1), wait + 20);
    return () => clearTimeout(timer);
  }, [moment]);
  return Date.now();
}
