/** The drawing: four lanes, a row for each packet or record. Places are in percent, so that it fits any width. */

import type { VNode } from "preact";
import { type PacketRow, type RecordRow, type Row, reaches } from "../model/fault-diagram";
import type { PacketEvent } from "../model/fault-line";
import { useFaultsWords } from "./faults-use";

const ROW = 30;
const HEAD = 26;
const LANES = { client: 9, proxy: 44, broker: 77, log: 94 } as const;

const NAMES = ["client", "proxy", "broker", "log"] as const;

const pc = (share: number): string => `${share}%`;

export function DiagramSvg({ rows }: { rows: readonly Row[] }): VNode {
  const words = useFaultsWords();
  const height = rows.length * ROW + 8;
  return (
    <>
      <svg class="sequence lane-names" width="100%" height={HEAD} aria-hidden="true" focusable="false">
        {NAMES.map((lane) => (
          <text key={lane} x={pc(LANES[lane])} y="17" text-anchor="middle">
            {words[lane]}
          </text>
        ))}
      </svg>
      <svg class="sequence" width="100%" height={height} role="img" aria-label={words.diagramLabel(rows.length)}>
        {NAMES.map((lane) => (
          <line key={lane} class="lane" x1={pc(LANES[lane])} x2={pc(LANES[lane])} y1="0" y2={height} />
        ))}
        {rows.map((row, place) => {
          const y = place * ROW + ROW - 8;
          return row.kind === "packet" ? (
            <PacketArrow key={row.key} row={row} y={y} />
          ) : (
            <RecordArrow key={row.key} row={row} y={y} />
          );
        })}
      </svg>
    </>
  );
}

/** From the sender to the proxy, and on to the receiver as far as it gets. */
function PacketArrow({ row: { event, label }, y }: { row: PacketRow; y: number }): VNode {
  const isUp = event.direction === "up";
  const from = isUp ? LANES.client : LANES.broker;
  const to = isUp ? LANES.broker : LANES.client;
  return (
    <g class={`packet is-${event.fate} ${event.dup ? "is-dup" : ""}`}>
      {event.packet === "CONNECT" && event.connection > 1 && <NewConnection event={event} y={y} />}
      <line class="arrow-line" x1={pc(from)} x2={pc(LANES.proxy)} y1={y} y2={y} />
      <text class="arrow-label" x={pc((from + LANES.proxy) / 2)} y={y - 5} text-anchor="middle">
        {label}
      </text>
      {reaches(event.fate) ? <Onward event={event} to={to} y={y} /> : <Cross x={LANES.proxy} y={y} />}
      <Fate event={event} x={(to + LANES.proxy) / 2} y={y} />
      {event.fate === "cut" && (
        <line class="cut-line" x1={pc(LANES.client)} x2={pc(LANES.broker)} y1={y + 7} y2={y + 7} />
      )}
    </g>
  );
}

function Onward({ event, to, y }: { event: PacketEvent; to: number; y: number }): VNode {
  const ways = event.fate === "doubled" ? [y - 3, y + 3] : [y];
  return (
    <>
      {ways.map((way) => (
        <g key={way}>
          <line class="arrow-line onward" x1={pc(LANES.proxy)} x2={pc(to)} y1={way} y2={way} />
          <Head x={to} y={way} isRight={to > LANES.proxy} />
        </g>
      ))}
    </>
  );
}

function Fate({ event: { fate }, x, y }: { event: PacketEvent; x: number; y: number }): VNode | null {
  const words = useFaultsWords();
  if (fate === "passed") return null;
  return (
    <text class="fate-label" x={pc(x)} y={fate === "doubled" ? y - 7 : y - 5} text-anchor="middle">
      {words.fates[fate]}
    </text>
  );
}

function RecordArrow({ row: { seq, again }, y }: { row: RecordRow; y: number }): VNode {
  return (
    <g class={`logged ${again ? "is-again" : ""}`}>
      <line class="arrow-line" x1={pc(LANES.broker)} x2={pc(LANES.log)} y1={y} y2={y} />
      <Head x={LANES.log} y={y} isRight />
      <text class="arrow-label" x={pc((LANES.broker + LANES.log) / 2)} y={y - 5} text-anchor="middle">
        {seq}
        {again && " ×2"}
      </text>
    </g>
  );
}

/** A line between two connections of the client. */
const NewConnection = ({ event, y }: { event: PacketEvent; y: number }): VNode => (
  <g class="new-connection">
    <line x1="0" x2="100%" y1={y - ROW + 9} y2={y - ROW + 9} />
    <text x="0" y={y - ROW + 20}>
      #{event.connection}
    </text>
  </g>
);

const Head = ({ x, y, isRight }: { x: number; y: number; isRight: boolean }): VNode => (
  <svg aria-hidden="true" class="arrow-head" x={pc(x)} y={y} overflow="visible" width="1" height="1">
    <path d={isRight ? "M-8-4L0 0L-8 4" : "M8-4L0 0L8 4"} />
  </svg>
);

const Cross = ({ x, y }: { x: number; y: number }): VNode => (
  <svg aria-hidden="true" class="cross" x={pc(x)} y={y} overflow="visible" width="1" height="1">
    <path d="M-5-5L5 5M5-5L-5 5" />
  </svg>
);
