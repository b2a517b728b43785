/** A Socket.IO connection to the lab, with what a closed lab asks for: docs/protocol.md, "Authentication". */

import { io, type Socket } from "socket.io-client";
import { labPath } from "../base";
import { access, isAccessProblem } from "./access";
import { call, refusalOf } from "./http";
import { exactParser } from "./parser";

const AGAIN_MS = 3_000;
const PROBE_PATIENCE_MS = 10_000;

/** The page brings a token along for its first connection; it is asked for later ones, for it soon grows old. */
export class Tokens {
  constructor(
    private first: string,
    private readonly ask: () => Promise<Record<string, unknown>> = () => call("/api/token"),
    private readonly isClosed = first !== "",
  ) {}

  /** Empty in an open lab, and when none is to be had. */
  async next(): Promise<string> {
    if (!this.isClosed) return "";
    const { first } = this;
    this.first = "";
    if (first) return first;
    const { token } = await this.ask().catch(() => ({ token: "" }));
    if (token) access.report(null);
    return String(token);
  }
}

let tokens: Tokens | null = null;

/** A connection that is not started yet: WebSocket, or polling in networks that block WebSocket. */
export function openSocket(): Socket {
  tokens ??= new Tokens(document.getElementById("app")?.dataset["token"] ?? "");
  const held = tokens;
  const socket = io({
    path: labPath("/socket.io"),
    parser: exactParser,
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    autoConnect: false,
    reconnectionDelayMax: 4000,
    auth: (give) => void held.next().then((token) => give({ token })),
  });
  socket.on("connect", () => access.report(null));
  socket.on("connect_error", () => {
    void findRefusal();
    // The client does not reconnect by itself after the server has refused it.
    if (!socket.active) setTimeout(() => socket.connect(), AGAIN_MS);
  });
  return socket;
}

/**
 * Find out whether a connection failed because this page is refused: a WebSocket does not say why.
 *
 * docs/protocol.md, "Which requests are accepted": a polling handshake by POST is refused with a reason, or is a bad request.
 */
export async function findRefusal(): Promise<void> {
  const address = labPath("/socket.io/?EIO=4&transport=polling");
  const signal = AbortSignal.timeout(PROBE_PATIENCE_MS);
  const response = await fetch(address, { method: "POST", cache: "no-store", signal }).catch(() => null);
  if (!response || response.ok) return;
  const { reason } = await refusalOf(response);
  if (!isAccessProblem(reason) && response.status === 400) access.forget("foreign-host", "foreign-origin");
}
