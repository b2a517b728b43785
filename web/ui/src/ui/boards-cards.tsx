import type { VNode } from "preact";
import { labPath } from "../base";
import { authority, type Board, type Broker } from "../model/boards";
import { isLoopback, type Join } from "../model/join";
import { useBoardsWords } from "./boards-words";

interface Props {
  readonly boards: readonly Board[];
  readonly broker: Broker;
  readonly host: string;
  readonly join: Join | null;
}

/** A card for each board. They are only printed: eight on an A4 page, to be cut. */
export const BoardCards = ({ boards, ...lab }: Props): VNode => (
  <div class="board-cards" aria-hidden="true">
    {boards.map((board) => (
      <Card key={board.role} board={board} {...lab} />
    ))}
  </div>
);

function Card({ board, broker, host, join }: Omit<Props, "boards"> & { board: Board }): VNode {
  const own = useBoardsWords();
  const { role, password, session } = board;
  const path = `/d/${session}`;
  const isReached = join !== null && !isLoopback(join.host);
  return (
    <section class="board-card">
      <div class="card-head">
        <div class="card-words">
          <h2 class={role.length > LONG ? "long" : ""}>{role}</h2>
          <p>
            {own.session} <span class="card-session">{session}</span>
          </p>
        </div>
        {isReached && <img src={labPath(`/qr.svg?path=${encodeURIComponent(path)}`)} alt={own.qrAlt} />}
      </div>
      <dl>
        {password && <Line title={own.user} value={role} />}
        {password && <Line title={own.password} value={password} />}
        <Line title={broker.tls ? own.brokerTls : own.broker} value={authority(host, broker.port)} />
        {isReached && <Line title={own.page} value={`${join.url}${path}`} />}
      </dl>
    </section>
  );
}

const LONG = 16;

const Line = ({ title, value }: { title: string; value: string }): VNode => (
  <>
    <dt>{title}</dt>
    <dd>{value}</dd>
  </>
);
