import type { VNode } from "preact";
import { Fragment } from "preact";
import type { WireWords } from "../i18n/wire";
import { sizeText } from "../model/text";
import type { Outcome } from "../model/wire-outcome";
import { hintOfPacket, kindOf, type Packet } from "../model/wire-packet";
import { usePage } from "./context";
import { memo } from "./memo";
import { momentText, useWireWords } from "./wire-words";

interface Props {
  readonly packet: Packet;
  readonly outcome: Outcome | null;
  readonly chosen: boolean;
  readonly top: string;
  readonly place: number;
  readonly of: number;
  readonly onChoose: (packet: Packet) => void;
}

export const rowId = (n: number): string => `packet-${n}`;

/** One packet, in two lines of a fixed height. */
export const WireRow = memo(({ packet, outcome, chosen, top, place, of, onChoose }: Props): VNode => {
  const { lang } = usePage();
  const words = useWireWords();
  return (
    <div
      id={rowId(packet.n)}
      class={`packet is-${kindOf(packet.topic)}`}
      role="option"
      aria-selected={chosen}
      aria-posinset={place}
      aria-setsize={of}
      style={{ top }}
      onClick={() => onChoose(packet)}
    >
      <span class="visually-hidden">{rowName(packet, outcome, words)}</span>
      <span class="packet-line" aria-hidden="true">
        <time>{momentText(packet.at, lang)}</time>
        <Topic topic={packet.topic} />
        <Flags packet={packet} />
        <span class="packet-size">{sizeText(packet.size, lang)}</span>
      </span>
      <span class="packet-line" aria-hidden="true">
        <span class="packet-payload">{glimpse(packet, words)}</span>
        {hintOfPacket(packet) && <span class="outcome unsure">{words.notData}</span>}
        {outcome && <FateChip outcome={outcome} />}
        {packet.retain && kindOf(packet.topic) === "message" && <span class="outcome">{words.outcomeStored}</span>}
      </span>
    </div>
  );
});

const HEARD = 40;

/** What is heard of a packet: where it passed, how it begins, what became of it. The details have the rest. */
export function rowName(packet: Packet, outcome: Outcome | null, words: WireWords): string {
  const payload = glimpse(packet, words);
  const heard = payload.length > HEARD ? `${payload.slice(0, HEARD).trimEnd()}…` : payload;
  return [packet.topic, heard, outcome && fateInShort(outcome, words)].filter(Boolean).join(", ");
}

function fateInShort({ seq, rejection, unsure, again }: Outcome, words: WireWords): string {
  if (rejection) return `${words.outcomeRejected}: ${rejection.reason}`;
  if (seq === undefined) return unsure ? words.outcomeUnsure : words.outcomeWaiting;
  return again ? words.outcomeAgain(seq) : words.outcomeSeq(seq);
}

/** The levels of a topic, each in its own style: kind, session, role. */
export const Topic = ({ topic }: { topic: string }): VNode => (
  <span class="topic">
    {topic.split("/").map((level, depth) => (
      <Fragment key={depth}>
        {depth > 0 && <span class="topic-slash">/</span>}
        <span class={`level-${Math.min(depth, 3)}`}>{level || "·"}</span>
      </Fragment>
    ))}
  </span>
);

const Flags = ({ packet: { qos, retain, dup } }: { packet: Packet }): VNode => (
  <span class="flags">
    <span class={`flag qos-${qos}`}>QoS {qos}</span>
    {retain && <span class="flag raised">RETAIN</span>}
    {dup && <span class="flag raised">DUP</span>}
  </span>
);

const glimpse = ({ payload, hex, size }: Packet, words: WireWords): string =>
  size === 0 ? words.emptyPayload : (payload?.slice(0, 160) ?? (hex ?? "").slice(0, 64).replace(/../g, "$& "));

export function FateChip({ outcome }: { outcome: Outcome }): VNode {
  const { lang } = usePage();
  const words = useWireWords();
  return <span class={`outcome ${outcomeClass(outcome)}`}>{outcomeText(outcome, words, lang)}</span>;
}

function outcomeClass({ seq, rejection, unsure, again }: Outcome): string {
  if (rejection) return "bad";
  if (seq !== undefined) return again ? "again" : "good";
  return unsure ? "unsure" : "waiting";
}

export function outcomeText(outcome: Outcome, words: WireWords, lang: string): string {
  const { seq, sync, rejection, again } = outcome;
  const isDurable = seq !== undefined && sync !== undefined && !again && !rejection;
  return isDurable ? words.outcomeDurable(seq, msText(sync.ms, lang)) : fateInShort(outcome, words);
}

export const msText = (ms: number, lang: string): string =>
  new Intl.NumberFormat(lang, { maximumFractionDigits: 1 }).format(ms);
