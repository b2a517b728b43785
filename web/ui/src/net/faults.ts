/** The fault lab over HTTP, and a line that is watched: its packets come as they pass. */

import { type FaultLine, type PacketEvent, readEvents, readLine, withEvents } from "../model/fault-line";
import { isObject } from "../model/record";
import { ApiError, call } from "./http";

const AGAIN_MS = 3_000;
const WAIT_SECONDS = 9;
/** A page that is not seen asks for nothing. */
const HIDDEN_MS = 1_000;

const addressOf = (session: string, role = ""): string =>
  `/api/sessions/${encodeURIComponent(session)}/faults${role && `/${encodeURIComponent(role)}`}`;

export async function fetchLines(session: string): Promise<FaultLine[]> {
  return linesIn(await call(addressOf(session)));
}

export async function setAllRules(session: string, rules: readonly string[]): Promise<FaultLine[]> {
  return linesIn(await call(addressOf(session), { rules }, "PUT"));
}

/** Opens the line if there is none; its rules stay unless some are given. */
export async function openLine(session: string, role: string, rules?: readonly string[]): Promise<FaultLine> {
  return readLine(await call(addressOf(session, role), rules ? { rules } : {}, "PUT"));
}

export async function cutLine(session: string, role: string): Promise<void> {
  await call(`${addressOf(session, role)}/cut`, {});
}

export interface NewRun {
  readonly qos: 0 | 1 | 2;
  readonly with_id: boolean;
  readonly count: number;
}

export async function startRun(session: string, role: string, run: NewRun): Promise<void> {
  await call(`${addressOf(session, role)}/runs`, run);
}

const linesIn = ({ lines }: Record<string, unknown>): FaultLine[] =>
  Array.isArray(lines) ? lines.filter(isObject).map(readLine) : [];

export interface Watched {
  readonly phase: "opening" | "watching" | "failed";
  readonly line: FaultLine | null;
  readonly events: readonly PacketEvent[];
  /** Why it failed. */
  readonly reason: string;
  readonly detail: string;
}

export const nothingWatched: Watched = { phase: "opening", line: null, events: [], reason: "", detail: "" };

export class LineWatcher {
  watched: Watched = nothingWatched;
  private stopped = false;

  constructor(
    private readonly session: string,
    private readonly role: string,
    private readonly changed: (watched: Watched) => void,
  ) {}

  start(): void {
    void this.run();
  }

  stop(): void {
    this.stopped = true;
  }

  /** The line as an answer to a change has told it. */
  told(line: FaultLine): void {
    this.set({ line });
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        if (this.watched.phase !== "watching") this.begin(await openLine(this.session, this.role));
        await this.follow();
      } catch (error) {
        const refusal = error instanceof ApiError ? error : new ApiError("unreachable", String(error));
        this.set({ phase: "failed", reason: refusal.reason, detail: refusal.detail });
        await pause(AGAIN_MS);
      }
    }
  }

  /** A fault lab that was started again counts its packets anew. */
  private begin(line: FaultLine): void {
    this.set({ phase: "watching", line, events: [], reason: "", detail: "" });
  }

  private async follow(): Promise<void> {
    while (!this.stopped) {
      if (document.hidden) {
        await pause(HIDDEN_MS);
        continue;
      }
      const after = this.watched.events.at(-1)?.number ?? 0;
      // The first answer comes at once.
      const wait = after > 0 ? WAIT_SECONDS : 1;
      const answer = await call(`${addressOf(this.session, this.role)}?after=${after}&wait=${wait}`);
      this.set({ line: readLine(answer), events: withEvents(this.watched.events, readEvents(answer["events"])) });
    }
  }

  private set(change: Partial<Watched>): void {
    if (this.stopped) return;
    this.watched = { ...this.watched, ...change };
    this.changed(this.watched);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
