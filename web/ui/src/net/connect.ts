/** A Socket.IO connection to the lab, with what a closed lab asks for: docs/protocol.md, "Coming in". */

import { io, type Socket } from "socket.io-client";
import { labPath } from "../base";
import { door } from "./door";
import { call } from "./http";
import { exactParser } from "./parser";

const AGAIN_MS = 3_000;

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
    if (token) door.open();
    return String(token);
  }
}

let tokens: Tokens | null = null;

/** A connection that is not begun yet. WebSocket first: no polling round trips; polling for networks that forbid it. */
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
  // Who was turned away is not brought back by the client itself.
  socket.on("connect_error", () => {
    if (!socket.active) setTimeout(() => socket.connect(), AGAIN_MS);
  });
  return socket;
}
