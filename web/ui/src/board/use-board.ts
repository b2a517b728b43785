/** The board of this page: its program, parts and console, as state that is drawn again when it has changed. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { newRoom, type Room } from "../model/room";
import { openSocket } from "../net/connect";
import { fetchRecords } from "../net/http";
import { RoomClient } from "../net/room-client";
import { openWire } from "../net/socket";
import { openStore } from "../net/storage";
import { throttleDrawing } from "../ui/throttle-drawing";
import { useReconnect } from "../ui/use-reconnect";
import { appended, type ErrorPlace, errorPlace } from "./console";
import type { Mail, Output } from "./messages";
import { BoardNetwork } from "./network";
import { AT_REST, type Circuit, NO_PARTS, reduceParts, unpowered } from "./parts";
import { Runner, type RunState } from "./runner";
import type { Place } from "./topics";

/** A program that ends sooner is not told to the class. */
const TOLD_AFTER_MS = 1_000;
const DESCRIPTION = { device: "board", values: [{ key: "running", kind: "boolean" }] };

export interface BoardState {
  readonly run: RunState;
  readonly circuit: Circuit;
  readonly console: string;
  readonly error: ErrorPlace | null;
  /** Why the worker failed; empty when it did not. */
  readonly failure: string;
}

const AT_FIRST: BoardState = { run: "stopped", circuit: NO_PARTS, console: "", error: null, failure: "" };

export class BoardClient {
  state: BoardState = AT_FIRST;
  private readonly runner: Runner;
  private readonly inputs = new Map<string, Mail>();
  private code = "";
  private isDescribed = false;
  private isTold = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    place: Place,
    private readonly network: BoardNetwork,
    private readonly changed: (isUrgent: boolean) => void,
  ) {
    this.runner = new Runner({ place, outputs: (outputs) => this.take(outputs) });
  }

  start(code: string): void {
    this.code = code;
    this.network.stop();
    this.runner.start(code, [...this.inputs.values()]);
    this.set({ ...AT_FIRST, run: "running", circuit: NO_PARTS });
    this.tellRunning();
  }

  stop(): void {
    this.runner.stop();
    this.network.stop();
    this.tellStopped();
    const { console, circuit } = this.state;
    this.set({ ...this.state, run: "stopped", console, circuit: unpowered(circuit) });
  }

  /** For the program, and for its next start. */
  put(mail: Mail): void {
    if ("pin" in mail) this.inputs.set(`${mail.t} ${mail.pin}`, mail);
    this.runner.put(mail);
  }

  /** How the parts stand that people move. */
  analog(pin: number): number {
    const mail = this.inputs.get(`analog ${pin}`);
    return mail?.t === "analog" ? mail.value : AT_REST.analog;
  }

  climate(pin: number): { readonly temperature: number; readonly humidity: number } {
    const mail = this.inputs.get(`climate ${pin}`);
    return mail?.t === "climate" ? mail : AT_REST;
  }

  isPressed(pin: number): boolean {
    const mail = this.inputs.get(`pressed ${pin}`);
    return mail?.t === "pressed" && mail.pressed;
  }

  line(text: string): void {
    this.set({ ...this.state, console: appended(this.state.console, `${prompted(text)}\n`) });
    this.runner.line(text);
  }

  clear(): void {
    this.set({ ...this.state, console: "" });
  }

  take(outputs: readonly Output[]): void {
    let { state } = this;
    for (const output of outputs) {
      state = reduceBoard(state, output);
      this.network.take(output);
    }
    const hasEnded = state.run !== this.state.run;
    this.set(state, hasEnded);
    if (hasEnded) this.tellStopped();
    if (outputs.some(({ t }) => t === "reset")) this.start(this.code);
  }

  private tellRunning(): void {
    clearTimeout(this.timer);
    if (!this.isDescribed) void this.network.say(DESCRIPTION);
    this.isDescribed = true;
    this.timer = setTimeout(() => {
      if (!this.isTold) void this.network.say({ running: true });
      this.isTold = true;
    }, TOLD_AFTER_MS);
  }

  private tellStopped(): void {
    clearTimeout(this.timer);
    if (this.isTold) void this.network.say({ running: false });
    this.isTold = false;
  }

  private set(state: BoardState, isUrgent = true): void {
    this.state = state;
    this.changed(isUrgent);
  }
}

const prompted = (text: string): string =>
  text
    .split("\n")
    .map((line, index) => (index === 0 ? `>>> ${line}` : `... ${line}`))
    .join("\n");

function reduceBoard(state: BoardState, output: Output): BoardState {
  switch (output.t) {
    case "print":
      return { ...state, console: appended(state.console, output.text) };
    case "ended":
      return {
        ...state,
        run: "ended",
        console: appended(state.console, output.traceback),
        error: output.of === "program" ? errorPlace(output.traceback) : state.error,
      };
    case "failed":
      return { ...state, run: "stopped", failure: output.detail };
    default:
      return { ...state, circuit: reduceParts(state.circuit, output) };
  }
}

export interface UsedBoard {
  readonly room: Room;
  readonly connection: RoomClient;
  readonly state: BoardState;
  readonly board: BoardClient;
}

export function useBoard(place: Place, storage: Storage | null): UsedBoard {
  const { session, role } = place;
  const [, redraw] = useState(0);
  const used = useMemo(
    () => connect({ session, role }, storage, () => redraw((times) => times + 1)),
    [session, role, storage],
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

function connect(place: Place, storage: Storage | null, drawn: () => void): Pick<UsedBoard, "connection" | "board"> {
  const { session, role } = place;
  const socket = openSocket();
  const draw = throttleDrawing(drawn);
  let board: BoardClient | null = null;
  const network = new BoardNetwork(place, socket, (mail) => board?.put(mail));
  board = new BoardClient(place, network, draw);
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
      draw(false);
    },
  });
  return { connection, board };
}
