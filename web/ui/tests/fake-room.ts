import { vi } from "vitest";
import type { Draft } from "../src/model/outbox";
import type { Event, Health, Room } from "../src/model/room";
import { NO_STATE } from "../src/model/session-state";
import { ApiError } from "../src/net/http";
import { RoomClient } from "../src/net/room-client";
import type { JoinAnswer, SendAnswer, Wire } from "../src/net/socket";
import type { Store } from "../src/net/storage";
import type { FakeLab, record } from "./fake-lab";

/** A wire to a lab that may go away, lose answers, or refuse. */
export class FakeWire implements Wire {
  handle: (event: Event) => void = () => {};
  connected = false;
  joins: (number | null)[] = [];
  sent: string[] = [];
  typings = 0;
  /** What the lab says to a message; "lost" logs it and never answers. */
  answers: (SendAnswer | "lost" | "never-arrived")[] = [];
  refusal: JoinAnswer | null = null;
  broker: Health = "online";
  bridge: Health = "online";

  constructor(readonly lab: FakeLab) {}

  start(handle: (event: Event) => void): void {
    this.handle = handle;
  }

  stop(): void {}

  reconnectNow(): void {}

  connect(): void {
    this.connected = true;
    this.handle({ type: "connected" });
  }

  disconnect(): void {
    this.connected = false;
    this.handle({ type: "disconnected" });
  }

  relay(...records: ReturnType<typeof record>[]): void {
    if (this.connected) this.handle({ type: "records", records });
  }

  async join(_session: string, _role: string, after: number | null): Promise<JoinAnswer> {
    this.joins.push(after);
    const { broker, bridge, lab } = this;
    return (
      this.refusal ?? {
        ok: true,
        records: lab.join(after),
        lastSeq: lab.lastSeq,
        state: NO_STATE,
        participants: [],
        broker,
        bridge,
      }
    );
  }

  async send(item: Draft): Promise<SendAnswer> {
    this.sent.push(item.id);
    const answer = this.answers.shift() ?? { status: "accepted" };
    if (answer === "lost" || answer === "never-arrived") {
      if (answer === "lost") this.lab.say("usuario", item);
      throw new Error("timeout");
    }
    if (answer.status === "accepted") this.relay(this.lab.say("usuario", item));
    return answer;
  }

  typing(): void {
    this.typings += 1;
  }
}

export class FakeStore implements Store {
  readonly items = new Map<string, Draft>();
  drafts = (): Draft[] => [...this.items.values()];
  keep = (item: Draft): void => void this.items.set(item.id, item);
  forget = (id: string): void => void this.items.delete(id);
  idOf = (): null => null;
  unfinished = (): string => "";
  keepUnfinished = (): void => {};
}

export function open(lab: FakeLab, store = new FakeStore()) {
  const wire = new FakeWire(lab);
  const pulls: object[] = [];
  const client = new RoomClient({
    session: "aula1",
    role: "usuario",
    wire,
    store,
    pull: async (place) => {
      pulls.push(place);
      if (!wire.connected) throw new ApiError("unreachable", "");
      const records = "after" in place ? lab.after(place.after) : lab.before(place.before);
      return { records, lastSeq: lab.lastSeq };
    },
    now: Date.now,
    changed: () => {},
  });
  client.start();
  return { client, wire, store, pulls };
}

export const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(100);
export const seqs = ({ log }: Room): number[] => log.records.map(({ seq }) => seq);
export const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

export async function joined(lab: FakeLab, store?: FakeStore) {
  const opened = open(lab, store);
  opened.wire.connect();
  await settled();
  return opened;
}
