/** The line of a board in the page: docs/faults.md. Nothing is asked of the lab unless a program uses a port of the fault lab. */

import type { BoardLine } from "../board/network";
import type { Place } from "../board/topics";
import { readLine } from "../model/fault-line";
import { call } from "./http";

/** Behind the first port of the fault lab. */
const PORTS = 100;

export function openBoardLine({ session, role }: Place, faultsPort: number): BoardLine {
  const address = `/api/sessions/${encodeURIComponent(session)}/faults/${encodeURIComponent(role)}`;
  return {
    isAt: async (port) => {
      if (faultsPort === 0 || port <= faultsPort || port > faultsPort + PORTS) return false;
      return call(address).then(
        (answer) => readLine(answer).port === port,
        () => false,
      );
    },
    publish: (payload, qos) =>
      call(`${address}/messages`, { payload, qos }).then(
        (answer) => (answer["acknowledged"] === true ? "" : "no PUBACK came"),
        (error: unknown) => String(error),
      ),
  };
}
