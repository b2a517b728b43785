/**
 * The board's network: umqtt.simple in the worker speaks through the page's own connection, under the page's role. What
 * comes over MQTT to a device comes here from the records, presence and notices of the session (docs/board.md).
 */

import type { Socket } from "socket.io-client";
import { namedFirst } from "../model/addressing";
import { jsonText } from "../model/json";
import type { LabRecord, Participant } from "../model/record";
import { isObject } from "../model/record";
import type { Room } from "../model/room";
import type { Mail, Output } from "./messages";
import { matches, mayPublish, maySubscribe, type Place } from "./topics";

const PATIENCE_MS = 9_000;
const AGAIN_MS = 400;
/** Messages at QoS 0 that wait for the connection; more are lost, as they would be on a radio. */
const MOST_WAITING = 100;
const PASSING = new Set(["too-fast", "broker-unavailable"]);

interface Publish {
  readonly n: number;
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1;
}

type Answer = (n: number, fault: string) => void;

/** The role's line in the fault lab: a program that connects to its port publishes through it. */
export interface BoardLine {
  /** Whether a port is that of the line. Never rejects. */
  isAt(port: number): Promise<boolean>;
  /** Why the message was not acknowledged; empty when it was. Never rejects. */
  publish(payload: string, qos: 0 | 1): Promise<string>;
}

const noLine: BoardLine = { isAt: async () => false, publish: async () => "" };

export class BoardNetwork {
  private wanted: "no" | "connecting" | "up" = "no";
  private filters: string[] = [];
  private room: Room | null = null;
  private seen = 0;
  private queue: Publish[] = [];
  private isSending = false;
  private isThroughLine = false;

  constructor(
    private readonly place: Place,
    private readonly socket: Pick<Socket, "timeout">,
    private readonly put: (mail: Mail) => void,
    private readonly line: BoardLine = noLine,
  ) {}

  /** What the program asked of the network. */
  take(output: Output): void {
    switch (output.t) {
      case "mqtt-connect":
        this.wanted = "connecting";
        this.filters = [];
        return void this.connect(output.port);
      case "mqtt-disconnect":
        return this.stop();
      case "mqtt-subscribe":
        return this.subscribe(output.filter);
      case "mqtt-publish":
        return this.publish(output, (n, fault) => this.put({ t: "mqtt-done", n, fault }));
    }
  }

  /** The program has ended, or disconnected. */
  stop(): void {
    this.wanted = "no";
    this.filters = [];
    this.queue = [];
  }

  /** The room has changed: who is there, and what was logged. */
  follow(room: Room): void {
    const before = this.room;
    this.room = room;
    if (room.phase !== "live" && before?.phase === "live" && this.wanted === "up") {
      this.wanted = "no";
      this.put({ t: "mqtt-down" });
    }
    this.tellRecords(room);
    if (before && before.participants !== room.participants) this.tellPresence(before.participants, room.participants);
    if (before && before.bridge !== room.bridge && room.bridge !== "unknown") this.tell("lab/bridge", room.bridge);
    if (this.wanted === "connecting") this.tellConnected();
  }

  /** A refusal from `lab/rejected` that concerns this role. */
  rejected(detail: unknown): void {
    if (isObject(detail) && detail["topic"] === `chat/${this.place.session}/${this.place.role}`)
      this.tell(`lab/rejected/${this.place.role}`, JSON.stringify(detail));
  }

  /** Publish for the page itself. */
  async say(data: object): Promise<void> {
    const topic = `chat/${this.place.session}/${this.place.role}`;
    await this.ask({ n: 0, topic, payload: JSON.stringify(data), qos: 1 });
  }

  private async connect(port: number): Promise<void> {
    // With the usual port nothing is asked, so that the answer is there at once.
    this.isThroughLine = port > 0 && (await this.line.isAt(port));
    if (this.wanted === "connecting") this.tellConnected();
  }

  private tellConnected(): void {
    const { room } = this;
    if (room?.refusal.reason) return this.tellUp(room.refusal.detail || room.refusal.reason);
    if (room?.phase === "live") this.tellUp("");
  }

  private tellUp(fault: string): void {
    this.wanted = fault ? "no" : "up";
    this.seen = this.room?.log.last ?? 0;
    this.put({ t: "mqtt-up", fault });
  }

  private subscribe(filter: string): void {
    if (this.wanted !== "up" || !this.room || !maySubscribe(this.place, filter)) return;
    this.filters.push(filter);
    // What a broker retains.
    for (const { role, online } of this.room.participants)
      this.tellOne(filter, `status/${this.place.session}/${role}`, online ? "online" : "offline");
    if (this.room.bridge !== "unknown") this.tellOne(filter, "lab/bridge", this.room.bridge);
  }

  private tellRecords({ log }: Room): void {
    if (this.wanted !== "up") return;
    const fresh = log.records.slice(log.records.findLastIndex(({ seq }) => seq <= this.seen) + 1);
    this.seen = log.last ?? 0;
    for (const record of fresh) for (const [topic, payload] of packetsOf(record, this.place)) this.tell(topic, payload);
  }

  private tellPresence(before: readonly Participant[], now: readonly Participant[]): void {
    const was = new Map(before.map(({ role, online }) => [role, online]));
    for (const { role, online } of now)
      if (was.get(role) !== online) this.tell(`status/${this.place.session}/${role}`, online ? "online" : "offline");
  }

  private tell(topic: string, payload: string): void {
    if (this.wanted === "up" && this.filters.some((filter) => matches(filter, topic)))
      this.put({ t: "mqtt-message", topic, payload });
  }

  private tellOne(filter: string, topic: string, payload: string): void {
    if (matches(filter, topic)) this.put({ t: "mqtt-message", topic, payload });
  }

  private publish(publish: Publish, answer: Answer): void {
    // The worker refuses other topics already. But a program can reach past it, and a teacher has rights to lend.
    if (!mayPublish(this.place, publish.topic)) return;
    // The page tells who is present; the program may say it too, as a real board must.
    if (publish.topic.startsWith("status/")) return publish.n > 0 ? answer(publish.n, "") : undefined;
    if (publish.n > 0 || this.queue.length < MOST_WAITING) this.queue.push(publish);
    void this.send(answer);
  }

  /** One at a time, so that the order stays. */
  private async send(answer: Answer): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      const fault = await (this.isThroughLine ? this.line.publish(next.payload, next.qos) : this.ask(next));
      if (next.n > 0) answer(next.n, fault);
    }
    this.isSending = false;
  }

  /** Why it was refused; empty when it was taken. */
  private async ask({ topic, payload, qos }: Publish): Promise<string> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const answer: unknown = await this.socket
        .timeout(PATIENCE_MS)
        .emitWithAck("publish", { topic, payload, qos, retain: false })
        .catch(() => null);
      if (!isObject(answer)) return "the lab did not answer";
      if (answer["status"] === "accepted") return "";
      const reason = String(answer["reason"]);
      if (!PASSING.has(reason) || Date.now() + AGAIN_MS > end) return `${reason}: ${String(answer["detail"] ?? "")}`;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

/** The packets that a record is on MQTT: to who listens to the log, to the role that it addresses, and to who listens to its sender. */
export function packetsOf(record: LabRecord, { session }: Place): [string, string][] {
  const line = jsonText(record);
  const packets: [string, string][] = [[`log/${session}`, line]];
  const addressed = record.to ?? namedFirst(record.text ?? "");
  if (addressed !== null)
    for (const name of new Set([addressed, addressed.toLowerCase()])) packets.push([`to/${session}/${name}`, line]);
  if (record.role !== "lab") packets.push([`chat/${session}/${record.role}`, payloadOf(record)]);
  return packets;
}

/** The payload that a record was made of: a plain text as it is, anything else as JSON. */
function payloadOf({ text, data, to, id }: LabRecord): string {
  if (data === undefined && to === undefined && id === undefined && text !== undefined) return text;
  return jsonText({ ...(text === undefined ? {} : { text }), ...data, ...(to ? { to } : {}), ...(id ? { id } : {}) });
}
