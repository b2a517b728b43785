import { describe, expect, test } from "vitest";
import type { Mail } from "../../src/board/messages";
import { BoardNetwork, packetsOf } from "../../src/board/network";
import type { LabRecord } from "../../src/model/record";
import { begin, emptyLog, live } from "../../src/model/records";
import { newRoom, type Room } from "../../src/model/room";

const place = { session: "aula1", role: "Lamp" };
const AT = "2026-11-26T08:00:00.000Z";
const record = (seq: number, more: Partial<LabRecord>): LabRecord => ({ seq, at: AT, role: "maria", ...more });

interface Asked {
  topic: string;
  payload: string;
  qos: number;
}

/** A page: what the board was told, and what was asked of the lab. */
function page(answer: () => unknown = () => ({ status: "accepted" })): {
  network: BoardNetwork;
  mail: Mail[];
  asked: Asked[];
  room: Room;
} {
  const mail: Mail[] = [];
  const asked: Asked[] = [];
  const emitWithAck = async (_event: string, document: Asked): Promise<unknown> => {
    asked.push(document);
    return answer();
  };
  const socket = { timeout: () => ({ emitWithAck }) } as unknown as ConstructorParameters<typeof BoardNetwork>[1];
  const network = new BoardNetwork(place, socket, (one) => mail.push(one));
  const room: Room = { ...newRoom("aula1", "Lamp"), phase: "live", bridge: "online" };
  return { network, mail, asked, room };
}

function connected(): ReturnType<typeof page> {
  const made = page();
  made.network.follow(made.room);
  made.network.take({ t: "mqtt-connect", port: 0 });
  made.mail.length = 0;
  return made;
}

const withRecords = (room: Room, ...records: LabRecord[]): Room => ({
  ...room,
  log: live(begin(emptyLog(), [], 0), records),
});

describe("connecting", () => {
  test("waits until the page is in its session", () => {
    const { network, mail, room } = page();
    network.take({ t: "mqtt-connect", port: 0 });
    network.follow({ ...room, phase: "joining" });
    expect(mail).toEqual([]);
    network.follow(room);
    expect(mail).toEqual([{ t: "mqtt-up", fault: "" }]);
  });

  test("fails with the reason for which the lab refuses the role", () => {
    const { network, mail, room } = page();
    network.follow({ ...room, phase: "joining", refusal: { reason: "role-taken", detail: "it is maria's" } });
    network.take({ t: "mqtt-connect", port: 0 });
    expect(mail).toEqual([{ t: "mqtt-up", fault: "it is maria's" }]);
  });

  test("is lost with the page's connection", () => {
    const { network, mail, room } = connected();
    network.follow({ ...room, phase: "offline" });
    expect(mail).toEqual([{ t: "mqtt-down" }]);
  });
});

describe("what comes", () => {
  test("is what was logged after the connection, on the topics that were subscribed to", () => {
    const { network, mail, room } = connected();
    network.take({ t: "mqtt-subscribe", filter: "to/aula1/lamp" });
    network.follow(withRecords(room, record(1, { text: "@Lamp on" }), record(2, { text: "to nobody" })));
    expect(mail).toEqual([
      { t: "mqtt-message", topic: "to/aula1/lamp", payload: `{"seq":1,"at":"${AT}","role":"maria","text":"@Lamp on"}` },
    ]);
  });

  test("is the status of others as it is, and as it changes", () => {
    const { network, mail, room } = connected();
    const there = { ...room, participants: [{ role: "maria", online: true }] };
    network.follow(there);
    network.take({ t: "mqtt-subscribe", filter: "status/aula1/#" });
    network.follow({ ...there, participants: [{ role: "maria", online: false }] });
    expect(mail).toEqual([
      { t: "mqtt-message", topic: "status/aula1/maria", payload: "online" },
      { t: "mqtt-message", topic: "status/aula1/maria", payload: "offline" },
    ]);
  });

  test("is a refusal of the board's own message", () => {
    const { network, mail } = connected();
    network.take({ t: "mqtt-subscribe", filter: "lab/rejected/Lamp" });
    network.rejected({ topic: "chat/aula1/other", reason: "empty" });
    network.rejected({ topic: "chat/aula1/Lamp", reason: "empty" });
    expect(mail).toHaveLength(1);
    expect(mail[0]).toMatchObject({ topic: "lab/rejected/Lamp" });
  });
});

describe("publishing", () => {
  const publish = (n: number, topic = "chat/aula1/Lamp") =>
    ({ t: "mqtt-publish", n, topic, payload: "hi", qos: n > 0 ? 1 : 0 }) as const;

  test("is acknowledged when the lab has accepted it, in order", async () => {
    const { network, mail, asked } = connected();
    network.take(publish(1));
    network.take(publish(2));
    await expect.poll(() => mail).toEqual([1, 2].map((n) => ({ t: "mqtt-done", n, fault: "" })));
    expect(asked).toHaveLength(2);
  });

  test("waits while the lab says that it is too fast", async () => {
    const answers = [{ status: "rejected", reason: "too-fast" }, { status: "accepted" }];
    const { network, mail } = page(() => answers.shift());
    network.take(publish(1));
    await expect.poll(() => mail).toEqual([{ t: "mqtt-done", n: 1, fault: "" }]);
  });

  test("fails with the lab's reason", async () => {
    const { network, mail } = page(() => ({ status: "rejected", reason: "device-role", detail: "no" }));
    network.take(publish(1));
    await expect.poll(() => mail).toEqual([{ t: "mqtt-done", n: 1, fault: "device-role: no" }]);
  });

  test("of the own status is the page's matter, and of other topics nobody's", async () => {
    const { network, mail, asked } = connected();
    network.take(publish(1, "status/aula1/Lamp"));
    network.take(publish(2, "chat/aula1/maria"));
    network.take(publish(3));
    await expect.poll(() => mail.at(-1)).toEqual({ t: "mqtt-done", n: 3, fault: "" });
    expect(asked.map(({ topic }) => topic)).toEqual(["chat/aula1/Lamp"]);
  });
});

test("a record is the packets that it is on MQTT", () => {
  const topics = (more: Partial<LabRecord>): string[] => packetsOf(record(1, more), place).map(([topic]) => topic);
  expect(topics({ text: "x", to: "Lamp" })).toEqual([
    "log/aula1",
    "to/aula1/Lamp",
    "to/aula1/lamp",
    "chat/aula1/maria",
  ]);
  expect(topics({ role: "lab", event: "gap" })).toEqual(["log/aula1"]);
  const payloads = (more: Partial<LabRecord>): string | undefined => packetsOf(record(1, more), place).at(-1)?.[1];
  expect(payloads({ text: "olá" })).toBe("olá");
  expect(payloads({ data: { on: true }, id: "7" })).toBe('{"on":true,"id":"7"}');
});

describe("a line of the fault lab", () => {
  const through = (port: number) => {
    const said: string[] = [];
    const mail: Mail[] = [];
    const asked: unknown[] = [];
    const socket = { timeout: () => ({ emitWithAck: async (_: string, one: unknown) => void asked.push(one) }) };
    const network = new BoardNetwork(
      place,
      socket as unknown as ConstructorParameters<typeof BoardNetwork>[1],
      (one) => mail.push(one),
      {
        isAt: async (asks) => asks === 18831,
        publish: async (payload, qos) => {
          said.push(`${payload} ${qos}`);
          return payload === "lost" ? "no PUBACK came" : "";
        },
      },
    );
    network.follow({ ...newRoom("aula1", "Lamp"), phase: "live", bridge: "online" });
    network.take({ t: "mqtt-connect", port });
    return { network, mail, said, asked };
  };
  const publish = (n: number, payload: string) =>
    ({ t: "mqtt-publish", n, topic: "chat/aula1/Lamp", payload, qos: 1 }) as const;

  test("takes what a program publishes that has its port, and says what was not acknowledged", async () => {
    const { network, mail, said, asked } = through(18831);
    await expect.poll(() => mail).toEqual([{ t: "mqtt-up", fault: "" }]);
    network.take(publish(1, "hello"));
    network.take(publish(2, "lost"));
    await expect
      .poll(() => mail.slice(1))
      .toEqual([
        { t: "mqtt-done", n: 1, fault: "" },
        { t: "mqtt-done", n: 2, fault: "no PUBACK came" },
      ]);
    expect([said, asked]).toEqual([["hello 1", "lost 1"], []]);
  });

  test("takes nothing of a program with another port", async () => {
    const { network, mail, said, asked } = through(1883);
    await expect.poll(() => mail).toHaveLength(1);
    network.take(publish(1, "hello"));
    await expect.poll(() => asked).toHaveLength(1);
    expect(said).toEqual([]);
  });
});
