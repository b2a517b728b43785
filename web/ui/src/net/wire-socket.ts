/** The Socket.IO side of watching: docs/protocol.md, `watch`, `wire`, `publish`. Joins the room too, to look on: records say which `seq` was given. */

import type { Socket } from "socket.io-client";
import { isObject, readAllLogged } from "../model/record";
import type { WireEvent } from "../model/wire";
import type { Attempt } from "../model/wire-examples";
import { openSocket } from "./connect";

const PATIENCE_MS = 10_000;

export type PublishAnswer =
  /** `ms` to the broker's acknowledgement; null at QoS 0, which has none. */
  | { readonly status: "accepted"; readonly ms: number | null }
  | { readonly status: "rejected"; readonly reason: string; readonly detail: string };

export interface WireSocket {
  start(handle: (event: WireEvent) => void): void;
  stop(): void;
  /** Connect now instead of at the end of a back-off. */
  reconnectNow(): void;
  /** Never rejects: what goes wrong on the way is an answer too. */
  publish(attempt: Attempt): Promise<PublishAnswer>;
}

export function openWireSocket(session: string): WireSocket {
  const socket = openSocket();
  return {
    start: (handle) => {
      listen(socket, session, handle);
      socket.connect();
    },
    stop: () => socket.disconnect(),
    reconnectNow: () => {
      if (!socket.connected) socket.connect();
    },
    publish: async (attempt) => {
      if (!socket.connected) return { status: "rejected", reason: "unreachable", detail: "" };
      return readPublish(await ask(socket, "publish", attempt));
    },
  };
}

function listen(socket: Socket, session: string, handle: (event: WireEvent) => void): void {
  socket.on("connect", () => void watch(socket, session, handle));
  socket.on("disconnect", (reason) => {
    handle({ type: "disconnected" });
    // The client does not come back by itself when the server closed the connection on purpose.
    if (reason === "io server disconnect") socket.connect();
  });
  socket.on("connect_error", () => handle({ type: "disconnected" }));
  socket.on("wire", (said: unknown) => {
    if (isObject(said)) handle({ type: "packets", packets: said["packets"], dropped: Number(said["dropped"]) || 0 });
  });
  socket.on("records", (said: unknown) => {
    if (isObject(said) && said["session"] === session)
      handle({ type: "records", records: readAllLogged(said["records"]) });
  });
}

async function watch(socket: Socket, session: string, handle: (event: WireEvent) => void): Promise<void> {
  const joined = await ask(socket, "join", { session, role: "", after: null });
  if (isObject(joined) && Array.isArray(joined["records"]))
    handle({ type: "records", records: readAllLogged(joined["records"]) });
  const answer = await ask(socket, "watch", { session });
  const refusal = isObject(answer) ? refusalIn(answer) : null;
  if (refusal !== null) handle({ type: "refused", detail: refusal });
  else if (answer !== null) handle({ type: "watching" });
  // No answer: begin again with a connection that has one.
  else if (socket.connected) socket.disconnect().connect();
}

function refusalIn({ error, status, detail }: Record<string, unknown>): string | null {
  if (isObject(error)) return String(error["detail"] ?? error["reason"] ?? "");
  return status === "rejected" ? String(detail ?? "") : null;
}

/** The answer to an event; null when none came in time. */
async function ask(socket: Socket, event: string, document: object): Promise<unknown> {
  try {
    return await socket.timeout(PATIENCE_MS).emitWithAck(event, document);
  } catch {
    return null;
  }
}

function readPublish(answer: unknown): PublishAnswer {
  if (!isObject(answer)) return { status: "rejected", reason: "timeout", detail: "" };
  const { status, ms, reason, detail } = answer;
  if (status === "accepted") return { status, ms: typeof ms === "number" ? ms : null };
  return { status: "rejected", reason: String(reason ?? "bad-answer"), detail: String(detail ?? "") };
}
