/** The board and the session of this page, drawn again when one of them has changed. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { newRoom, type Room } from "../model/room";
import { openBoardLine } from "../net/board-line";
import { openSocket } from "../net/connect";
import { fetchRecords } from "../net/http";
import { RoomClient } from "../net/room-client";
import { openWire } from "../net/socket";
import { openStore } from "../net/storage";
import { throttleDrawing } from "../ui/throttle-drawing";
import { useReconnect } from "../ui/use-reconnect";
import { BoardClient, type BoardState } from "./board-client";
import { BoardNetwork } from "./network";
import { RunningReport } from "./running-report";
import type { Place } from "./topics";

export interface UsedBoard {
  readonly room: Room;
  readonly connection: RoomClient;
  readonly state: BoardState;
  readonly board: BoardClient;
}

export function useBoard(place: Place, storage: Storage | null, faultsPort: number): UsedBoard {
  const { session, role } = place;
  const [, redraw] = useState(0);
  const used = useMemo(
    () => connect({ session, role }, storage, faultsPort, () => redraw((times) => times + 1)),
    [session, role, storage, faultsPort],
  );
  useEffect(() => {
    used.connection.start();
    return () => {
      used.board.stop();
      used.connection.stop();
    };
  }, [used]);
  useReconnect(used.connection);
  return { ...used, room: used.connection.room ?? newRoom(session, role), state: used.board.state };
}

function connect(
  place: Place,
  storage: Storage | null,
  faultsPort: number,
  drawn: () => void,
): Pick<UsedBoard, "connection" | "board"> {
  const { session, role } = place;
  const socket = openSocket();
  const draw = throttleDrawing(drawn);
  const line = openBoardLine(place, faultsPort);
  const network: BoardNetwork = new BoardNetwork(place, socket, (mail) => board.put(mail), line);
  const report = new RunningReport((data) => void network.say(data));
  const board: BoardClient = new BoardClient(place, network, report, draw);
  socket.on("notice", (notice: { kind?: unknown; detail?: unknown }) => {
    if (notice?.kind === "rejected") network.rejected(notice.detail);
  });
  const connection = new RoomClient({
    session,
    role,
    store: openStore(storage, session, role),
    wire: openWire(session, socket),
    pull: (from, limit) => fetchRecords(session, from, limit),
    now: Date.now,
    changed: (room) => {
      network.follow(room);
      report.correct(room);
      draw(false);
    },
  });
  return { connection, board };
}
