import { expect, test } from "vitest";
import { arrived, PARTS, partOfKey, shownPart } from "../src/model/projector";

test("each part has a key", () => {
  expect(["l", "C", "g", "W", "x"].map(partOfKey)).toEqual([...PARTS, null]);
});

test("the lobby is shown before the lesson, and the conversation from then on", () => {
  expect(shownPart("lobby", null)).toBe("lobby");
  expect(shownPart("open", null)).toBe("talk");
  expect(shownPart("ended", null)).toBe("talk");
});

test("what somebody chose lasts until the phase changes", () => {
  expect(shownPart("open", { phase: "open", part: "lobby" })).toBe("lobby");
  expect(shownPart("frozen", { phase: "open", part: "lobby" })).toBe("talk");
});

test("who is here: devices apart from people, and nobody who is away", () => {
  const participants = [
    { role: "ana", online: true },
    { role: "beto", online: false },
    { role: "lamp", online: true },
  ];
  const record = { seq: 1, at: "", role: "lamp", data: { device: "lamp", commands: ["on", "off"] } };
  expect(arrived(participants, [record])).toEqual({ people: ["ana"], devices: ["lamp"] });
});
