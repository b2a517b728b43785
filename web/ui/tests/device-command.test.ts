import { describe, expect, test } from "vitest";
import type { Command } from "../src/model/description";
import {
  ANSWER_PATIENCE,
  commandStateOf,
  latestSent,
  type SentCommand,
  SHOWN_MS,
  sentKey,
} from "../src/model/device-command";
import { notice } from "../src/model/devices";
import { add, refused } from "../src/model/outbox";
import { device, told } from "./fake-device";

const SWITCH: Command = { kind: "switch", word: "on", off: "off", key: "on" };
const BUTTON: Command = { kind: "button", word: "status" };
const sent: SentCommand = { id: "c1", command: SWITCH, text: "on", wanted: true, at: 1_000 };
const pressed: SentCommand = { ...sent, command: BUTTON, text: "status", wanted: null };
const waiting = add([], [{ id: "c1", text: "on", to: "lamp", made: 0, after: null }]);
/** The log has the command as its fifth record. */
const logged = { seq: 5, at: 2_000 };
const before = device({ on: false });
const answering = (data: Parameters<typeof told>[1], seq = 6) =>
  notice(new Map([["lamp", before]]), [told(seq, data)]).get("lamp") ?? before;

describe("a command that was sent", () => {
  test("is on its way until the log has it, and refused when the lab refuses it", () => {
    expect(commandStateOf(sent, before, waiting, undefined, 2_000)).toBe("sending");
    expect(commandStateOf(sent, before, refused(waiting, "c1", "bad-field", ""), undefined, 2_000)).toBe("refused");
  });

  test("waits for the device once it is logged, and is silent when nothing comes", () => {
    expect(commandStateOf(sent, before, [], logged, logged.at + ANSWER_PATIENCE)).toBe("waiting");
    expect(commandStateOf(sent, before, [], logged, logged.at + ANSWER_PATIENCE + 1)).toBe("silent");
  });

  test("is answered when the device tells what was wanted, after the command", () => {
    expect(commandStateOf(sent, answering({ on: true }), [], logged, 3_000)).toBe("answered");
    expect(commandStateOf(sent, answering({ on: true }, 4), [], logged, 3_000)).toBe("waiting");
  });

  test("still waits when the device reports the old state, and has changed nothing in the end", () => {
    expect(commandStateOf(sent, answering({ on: false }), [], logged, 3_000)).toBe("waiting");
    expect(commandStateOf(sent, answering({ on: false }), [], logged, logged.at + ANSWER_PATIENCE + 1)).toBe(
      "unchanged",
    );
  });

  test("is answered late, too", () =>
    expect(commandStateOf(sent, answering({ on: true }), [], logged, logged.at + 30_000)).toBe("answered"));

  test("gets the device's words when it answers with words", () =>
    expect(commandStateOf(sent, answering("One moment."), [], logged, 3_000)).toBe("said"));

  test("that no value tells is answered by whatever the device reports", () => {
    expect(commandStateOf(pressed, answering({ presses: 3 }), [], logged, 3_000)).toBe("answered");
    expect(commandStateOf(pressed, before, [], logged, 3_000)).toBe("waiting");
  });

  test("is not spoken of for ever", () => {
    expect(commandStateOf(sent, before, [], logged, logged.at + SHOWN_MS + 1)).toBe("answered");
    expect(commandStateOf(sent, before, [], undefined, sent.at + SHOWN_MS)).toBe("answered");
  });
});

test("the latest command of a device is the one that is spoken of", () => {
  const lamp = { ...before, commands: [SWITCH, BUTTON] };
  const all = new Map([
    [sentKey("lamp", SWITCH), sent],
    [sentKey("lamp", BUTTON), { ...pressed, at: 5_000 }],
    [sentKey("tv", SWITCH), { ...sent, at: 9_000 }],
  ]);
  expect(latestSent(all, lamp)?.text).toBe("status");
});
