/**
 * Does what the room wants: joins, pulls, sends, keeps the outbox; and tells who listens when the room has changed.
 *
 * All knowledge is in model/room.ts. Here is only what is under way, and with which connection it began.
 */

import type { Draft, Item } from "../model/outbox";
import { isFull } from "../model/outbox";
import type { Question } from "../model/records";
import { firstOf, hasOlder } from "../model/records";
import { type Event, newRoom, type Room, reduce, type Want, wakeAt, wants } from "../model/room";
import { ApiError, type Page, type Place } from "./http";
import type { Wire } from "./socket";
import type { Store } from "./storage";

export const PULL = 1000;
const OLDER = 200;
const TYPING_EVERY_MS = 2_000;
/** Refusals that pass: the same `id` goes out again. */
const PASSING = new Set(["broker-unavailable", "timeout", "bad-answer", "not-joined", "too-fast", "no-access"]);
/** Refusals of a join that asking again does not change, or not soon. */
const PERMANENT = new Set([
  "bad-session",
  "bad-role",
  "reserved-role",
  "bad-request",
  "role-taken",
  "device-role",
  "teacher-role",
]);

export interface Parts {
  readonly session: string;
  readonly role: string;
  readonly wire: Wire;
  readonly store: Store;
  readonly pull: (place: Place, limit: number) => Promise<Page>;
  readonly now: () => number;
  /** Called after every change. */
  readonly changed: (room: Room) => void;
}

export class RoomClient {
  room: Room;
  private connection = 0;
  private readonly underWay = new Set<Want["do"] | "older">();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastTyping = -Infinity;
  private stopped = false;

  constructor(private readonly parts: Parts) {
    this.room = newRoom(parts.session, parts.role);
  }

  start(): void {
    this.dispatch({ type: "compose", drafts: this.parts.store.drafts() });
    this.parts.wire.start((event) => this.handle(event));
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.parts.wire.stop();
  }

  /** Put a message in the outbox. False when it is full. */
  compose(draft: Draft): boolean {
    if (isFull(this.room.outbox)) return false;
    this.parts.store.keep(draft);
    this.lastTyping = -Infinity;
    this.dispatch({ type: "compose", drafts: [draft] });
    return true;
  }

  retry(id: string): void {
    this.dispatch({ type: "retry", id });
  }

  discard(id: string): void {
    this.parts.store.forget(id);
    this.dispatch({ type: "discard", id });
  }

  /** Another window of this role took it out of the outbox that both share. */
  takenElsewhere(id: string): void {
    this.dispatch({ type: "discard", id });
  }

  /** From which record on the viewer reads: older ones may be forgotten. */
  reading(from: number): void {
    this.dispatch({ type: "reading", from });
  }

  typing(): void {
    const now = this.parts.now();
    if (this.room.phase !== "live" || now - this.lastTyping < TYPING_EVERY_MS) return;
    this.lastTyping = now;
    this.parts.wire.typing();
  }

  reconnectNow(): void {
    this.parts.wire.reconnectNow();
  }

  /** Load one page of older records. */
  async older(): Promise<void> {
    if (!hasOlder(this.room.log)) return;
    await this.once("older", async () => {
      const { generation } = this.room.log;
      const { records } = await this.parts.pull({ before: firstOf(this.room.log) }, OLDER);
      return { type: "older", records, generation };
    });
  }

  private handle(event: Event): void {
    if (event.type === "connected") {
      this.newConnection();
      // What another window of this role left behind when it was closed.
      this.dispatch({ type: "compose", drafts: this.parts.store.drafts() });
    }
    if (event.type === "disconnected") this.newConnection();
    this.dispatch(event);
  }

  /** Answers to what an earlier connection asked are not waited for any more. */
  private newConnection(): void {
    this.connection += 1;
    this.underWay.clear();
  }

  private dispatch(event: Event): void {
    if (this.stopped) return;
    if ("records" in event && event.type !== "older") this.forgetLogged(event.records);
    this.room = reduce(this.room, event, this.parts.now());
    if (event.type === "join-refused") this.keepHeld();
    this.parts.changed(this.room);
    this.pump();
  }

  /** Also what another window of this role has sent: then nobody sends it again. */
  private forgetLogged(records: readonly { role: string; id?: string }[]): void {
    for (const { role, id } of records) if (id !== undefined && role === this.room.role) this.parts.store.forget(id);
  }

  /** Also after a reload nothing goes out under a role that somebody else had meanwhile. */
  private keepHeld(): void {
    for (const item of this.room.outbox) if (item.held) this.parts.store.keep(item);
  }

  private pump(): void {
    for (const want of wants(this.room, this.parts.now())) void this.fulfil(want);
    this.sleep();
  }

  private sleep(): void {
    clearTimeout(this.timer);
    const now = this.parts.now();
    const moment = wakeAt(this.room, now);
    if (moment !== null) this.timer = setTimeout(() => this.dispatch({ type: "tick" }), moment - now);
  }

  private fulfil(want: Want): Promise<void> {
    switch (want.do) {
      case "join":
        return this.once("join", () => this.join(want.question));
      case "pull":
        return this.once("pull", () => this.pull(want.question));
      case "scan":
        return this.once("scan", () => this.scan(want.before));
      case "send":
        return this.once("send", () => this.send(want.item));
    }
  }

  /** One at a time of each kind; an answer counts only while the connection is the one that asked. */
  private async once(what: Want["do"] | "older", act: () => Promise<Event>): Promise<void> {
    if (this.underWay.has(what)) return;
    this.underWay.add(what);
    const { connection } = this;
    const event = await act().catch((error: unknown) => this.failed(what, error));
    if (connection !== this.connection) return;
    this.underWay.delete(what);
    if (event) this.dispatch(event);
  }

  private failed(what: string, error: unknown): Event | null {
    if (!(error instanceof ApiError)) console.warn(`${what} failed`, error);
    return what === "older" ? null : { type: "question-failed" };
  }

  private async join(question: Question | null): Promise<Event> {
    const answer = await this.parts.wire.join(this.room.session, this.room.role, question?.after ?? null);
    if (answer.ok) return { type: "joined", ...answer, question };
    return PERMANENT.has(answer.reason)
      ? { type: "join-refused", reason: answer.reason, detail: answer.detail }
      : { type: "question-failed" };
  }

  private async pull(question: Question): Promise<Event> {
    return { type: "answered", question, ...(await this.parts.pull({ after: question.after }, PULL)) };
  }

  private async scan(before: number): Promise<Event> {
    const { records } = await this.parts.pull({ before }, PULL);
    return { type: "scanned", records };
  }

  private async send({ id }: Item): Promise<Event> {
    this.dispatch({ type: "sending", id });
    const item = this.room.outbox.find((one) => one.id === id);
    if (!item) return { type: "discard", id };
    this.parts.store.keep(item);
    const answer = await this.parts.wire.send(item).catch(() => null);
    if (answer?.status === "accepted") return { type: "accepted", id };
    if (!answer || PASSING.has(answer.reason)) return { type: "put-off", id };
    return { type: "refused", id, reason: answer.reason, detail: answer.detail };
  }
}
