import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { devicesWordsOf } from "../src/i18n/devices";
import {
  type Device,
  MAX_VALUES,
  misreadNow,
  notice,
  noticeSeries,
  type Roster,
  stateOf,
  usualInterval,
} from "../src/model/devices";
import type { JsonObject, LabRecord } from "../src/model/record";

const BEGIN = Date.parse("2026-11-22T10:00:00Z");
const at = (seconds: number): number => BEGIN + seconds * 1000;

const report = (seq: number, data: JsonObject, role = "lamp", second = seq): LabRecord => ({
  seq,
  at: new Date(at(second)).toISOString(),
  role,
  data,
});

const the = (roster: Roster, role = "lamp"): Device => roster.get(role) as Device;
const sensor = (...seconds: number[]): Device =>
  the(
    notice(
      new Map(),
      seconds.map((second, index) => report(index + 1, { temperature: 20 + second }, "sensor-1", second)),
    ),
    "sensor-1",
  );

describe("who is a device", () => {
  test("whoever reported data, and neither people nor the lab", () => {
    const records: LabRecord[] = [
      { seq: 1, at: "2026-11-22T10:00:00Z", role: "lab", event: "replies-changed", data: { replies: [] } },
      { seq: 2, at: "2026-11-22T10:00:00Z", role: "maria", text: "Olá" },
      report(3, { temperature: 20 }, "sensor-1"),
    ];
    expect([...notice(new Map(), records).keys()]).toEqual(["sensor-1"]);
  });

  test("who was meant to report data, too, and is told what to change", () => {
    const wrong: LabRecord = { seq: 1, at: new Date(at(1)).toISOString(), role: "board", text: "{'t': 23.5}" };
    expect(misreadNow(the(notice(new Map(), [wrong]), "board"))).toMatchObject({
      text: "{'t': 23.5}",
      hint: "single-quotes",
    });
  });

  test("not who writes with brackets, or has an id", () => {
    const words = { at: "2026-11-22T10:00:00Z", role: "ana" };
    const records = [
      { ...words, seq: 1, text: "[oi]" },
      { ...words, seq: 2, text: "{'t': 1}", id: "a" },
    ];
    expect(notice(new Map(), records).size).toBe(0);
  });

  test("what it should change is no longer told once it has sent data for a while", () => {
    const wrong: LabRecord = { ...report(1, {}), text: "23,5" };
    const next = notice(new Map(), [wrong, report(2, { t: 1 })]);
    const later = notice(next, [report(3, { t: 1 }, "lamp", 60)]);
    expect([misreadNow(the(next))?.hint, misreadNow(the(later))]).toEqual(["decimal-comma", null]);
  });

  test("an announcement tells its kind and its commands, and is no value", () => {
    const lamp = the(notice(new Map(), [report(1, { device: "lamp", commands: ["on", "off", "status", 7] })]));
    expect([lamp.kind, lamp.commands.map(({ word }) => word), lamp.values.size]).toEqual(["lamp", ["on", "status"], 0]);
  });

  test("values that are described are no values yet, and no beat", () => {
    const described: JsonObject = { device: "x", values: [{ key: "t", kind: "number", least: 5 }], commands: [] };
    const device = the(notice(new Map(), [report(1, described)]));
    expect([device.described.map(({ key }) => key), device.values.size, device.beats]).toEqual([["t"], 0, []]);
  });

  test("the text of a device is its latest, whatever was read last", () => {
    const words = (seq: number, text: string): LabRecord => ({ ...report(seq, {}), text });
    const lamp = the(notice(notice(new Map(), [report(1, { on: true }), words(5, "new")]), [words(3, "old")]));
    expect(lamp.said).toEqual({ text: "new", seq: 5 });
  });

  test("what counts is the latest in the log, in whatever order and however often the records are read", () => {
    const log = Array.from({ length: 12 }, (_, index) =>
      report(
        index + 1,
        index % 4 === 0 ? { device: `lamp${index}`, commands: ["on", "off"] } : { on: index % 3 === 0, level: index },
      ),
    );
    const whole = the(notice(new Map(), log));
    fc.assert(
      fc.property(fc.array(fc.shuffledSubarray(log)), fc.shuffledSubarray(log, { minLength: 12 }), (some, all) => {
        const found = the([...some, all].reduce<Roster>(notice, new Map()));
        const on = found.values.get("on")?.value;
        expect([found.kind, on, found.values.get("level")?.value, found.lastSeq, found.beats]).toEqual([
          whole.kind,
          whole.values.get("on")?.value,
          11,
          12,
          whole.beats,
        ]);
      }),
    );
  });

  test("the history of numbers gives a card to who has not spoken for long, and yields to newer records", () => {
    const known = noticeSeries(new Map(), [{ role: "lamp", key: "level", t: [at(1), at(2)], v: [1, 2] }]);
    expect(the(known).values.get("level")?.value).toBe(2);
    expect(the(notice(known, [report(9, { level: 3 })])).values.get("level")?.value).toBe(3);
  });
});

describe("the state of a device", () => {
  test("is stale after three of its usual intervals without a word, and never before", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 0, max: 5000 }), (interval, silence) => {
        const device = sensor(0, interval, 2 * interval, 3 * interval);
        const state = stateOf(device, [{ role: "sensor-1", online: true }], at(3 * interval + silence));
        expect(state).toBe(silence > Math.max(15, 3 * interval) ? "stale" : "online");
      }),
    );
  });

  test("one long pause does not change what is usual", () => {
    expect(usualInterval(sensor(0, 5, 10, 3610, 3615, 3620))).toBe(5000);
  });

  test("is never stale without a rhythm: a lamp speaks when it is spoken to", () => {
    const lamp = the(notice(new Map(), [report(1, { on: true }), report(2, { on: false }), report(3, { on: true })]));
    expect(stateOf(lamp, [{ role: "lamp", online: true }], at(9_000_000))).toBe("online");
  });

  test("is offline when presence says so, whatever it reported", () => {
    expect(stateOf(sensor(0, 1, 2), [{ role: "sensor-1", online: false }], at(2))).toBe("offline");
  });

  test("is unknown when it neither says that it is here nor has a rhythm", () => {
    expect(stateOf(sensor(0), [], at(1))).toBe("unknown");
  });
});

test("no word of this page is empty in either language", () => {
  for (const lang of ["en", "pt-BR"]) for (const word of Object.values(devicesWordsOf(lang))) expect(word).not.toBe("");
});

test("a device says how many of its latest values have no room", () => {
  const data = Object.fromEntries(Array.from({ length: MAX_VALUES + 3 }, (_, index) => [`key${index}`, index]));
  const roster = notice(new Map(), [report(1, data, "board")]);
  expect([roster.get("board")?.values.size, roster.get("board")?.leftOut]).toEqual([MAX_VALUES, 3]);
});
