import { expect, test } from "vitest";
import { BoardClient } from "../../src/board/board-client";
import type { Output } from "../../src/board/messages";
import { BoardNetwork } from "../../src/board/network";
import { RunningReport } from "../../src/board/running-report";

const PLACE = { session: "aula1", role: "board" };
const publish = (payload: string, topic = "chat/aula1/board"): Output => ({
  t: "mqtt-publish",
  n: 0,
  topic,
  payload,
  qos: 0,
});

function board(...outputs: Output[]): BoardClient {
  const socket = { timeout: () => ({ emitWithAck: async () => ({ status: "accepted" }) }) };
  const network = new BoardNetwork(PLACE, socket as never, () => undefined);
  const made = new BoardClient(PLACE, network, new RunningReport(() => undefined), () => undefined);
  made.take(outputs);
  return made;
}

test("a payload that is almost data is shown with what to change", () => {
  const { misread } = board(publish("{'t': 23.5}"), publish('{"t": 23.5}')).state;
  expect(misread).toEqual({ payload: "{'t': 23.5}", hint: "single-quotes" });
});

test("a presence is no data", () => {
  expect(board(publish("{online}", "status/aula1/board")).state.misread).toBeNull();
});

test("an empty console says nothing about payloads", () => {
  const made = board(publish("23,5"));
  made.clear();
  expect(made.state.misread).toBeNull();
});
