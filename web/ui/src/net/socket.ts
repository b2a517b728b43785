/** The lab's Socket.IO interface: docs/protocol.md, "Socket.IO". Turns what arrives into events of the room. */

import type { Socket } from "socket.io-client";
import { contentOf } from "../model/compose";
import type { Draft } from "../model/outbox";
import { isObject, readParticipants, readRecords } from "../model/record";
import type { Event, Health, Joined } from "../model/room";
import { readState } from "../model/session-state";
import { openSocket } from "./connect";

const JOIN_PATIENCE_MS = 10_000;
const SEND_PATIENCE_MS = 8_000;

export type JoinAnswer = ({ ok: true } & Joined) | { ok: false; reason: string; detail: string };

export type SendAnswer = { status: "accepted" } | { status: "rejected"; reason: string; detail: string };

/** The wire as the room needs it; tests put another in its place. */
export interface Wire {
  start(handle: (event: Event) => void): void;
  stop(): void;
  /** Connect now instead of at the end of a back-off. */
  reconnectNow(): void;
  /** Rejects when no answer came in time. */
  join(session: string, role: string, after: number | null): Promise<JoinAnswer>;
  send(draft: Draft): Promise<SendAnswer>;
  typing(): void;
}

export function openWire(session: string, socket: Socket = openSocket()): Wire {
  return {
    start: (handle) => {
      listen(socket, session, handle);
      socket.connect();
    },
    stop: () => socket.disconnect(),
    reconnectNow: () => {
      if (!socket.connected) socket.connect();
    },
    join: async (name, role, after) =>
      readJoin(await socket.timeout(JOIN_PATIENCE_MS).emitWithAck("join", { session: name, role, after })),
    send: async (draft) => readSend(await socket.timeout(SEND_PATIENCE_MS).emitWithAck("send", contentOf(draft))),
    typing: () => socket.volatile.emit("typing"),
  };
}

function listen(socket: Socket, session: string, handle: (event: Event) => void): void {
  const on = (name: string, read: (payload: Record<string, unknown>) => Event | null): void => {
    socket.on(name, (payload: unknown) => {
      if (!isObject(payload) || (payload["session"] ?? session) !== session) return;
      const event = read(payload);
      if (event) handle(event);
    });
  };
  socket.on("connect", () => handle({ type: "connected" }));
  socket.on("disconnect", (reason) => {
    handle({ type: "disconnected", by: reason === "ping timeout" || !navigator.onLine ? "network" : "server" });
    // The client does not come back by itself when the server closed the connection on purpose.
    if (reason === "io server disconnect") socket.connect();
  });
  socket.on("connect_error", () => handle({ type: "disconnected" }));
  on("records", ({ records }) => ({ type: "records", records: readRecords(records) }));
  on("behind", ({ last_seq }) => (typeof last_seq === "number" ? { type: "behind", lastSeq: last_seq } : null));
  on("presence", ({ participants }) => ({ type: "presence", participants: readParticipants(participants) }));
  on("typing", ({ role }) => (typeof role === "string" ? { type: "typing", role } : null));
  on("notice", readNotice);
}

const HEALTH = /^(bridge|broker)-(online|offline)$/;

export function readNotice({ kind, detail }: Record<string, unknown>): Event | null {
  if (kind === "rejected") return readRejected(detail);
  const match = HEALTH.exec(String(kind));
  return match ? { type: "health", of: match[1] as "bridge" | "broker", is: match[2] as "online" | "offline" } : null;
}

/** What the bridge refused, when it says which message that was: `lab/rejected` of the protocol. */
function readRejected(detail: unknown): Event | null {
  if (!isObject(detail) || typeof detail["id"] !== "string") return null;
  return {
    type: "refused",
    id: detail["id"],
    reason: String(detail["reason"]),
    detail: String(detail["detail"] ?? ""),
  };
}

function readJoin(answer: unknown): JoinAnswer {
  if (!isObject(answer)) return { ok: false, reason: "bad-answer", detail: "" };
  const { error, records, last_seq, state, participants, broker, bridge } = answer;
  if (isObject(error)) return { ok: false, reason: String(error["reason"]), detail: String(error["detail"] ?? "") };
  return {
    ok: true,
    records: readRecords(records),
    lastSeq: Number(last_seq) || 0,
    state: readState(state),
    participants: readParticipants(participants),
    broker: readHealth(broker),
    bridge: readHealth(bridge),
  };
}

const readHealth = (value: unknown): Health => (value === "online" || value === "offline" ? value : "unknown");

function readSend(answer: unknown): SendAnswer {
  if (isObject(answer) && answer["status"] === "accepted") return { status: "accepted" };
  const { reason, detail } = isObject(answer) ? answer : {};
  return { status: "rejected", reason: String(reason ?? "bad-answer"), detail: String(detail ?? "") };
}
