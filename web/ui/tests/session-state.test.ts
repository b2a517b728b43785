import { describe, expect, test } from "vitest";
import examples from "../../../tests/chat/session_state.json";
import { type LabRecord, readRecords } from "../src/model/record";
import { newRoom, reduce } from "../src/model/room";
import { applied, MOST_MUTED, NO_STATE, readState, type SessionState } from "../src/model/session-state";

const AT = "2026-11-26T12:00:00.000Z";
const EMPTY = { seq: 0, phase: "open", names: {}, muted: [], removed: [], pinned: null, poll: null, rules: [] };

const lab = (seq: number, event: string, data: LabRecord["data"] = {}): LabRecord => ({
  seq,
  at: AT,
  role: "lab",
  event,
  data,
});

/** As the server tells a state. */
const plain = ({ names, muted, removed, ...rest }: SessionState) => ({
  ...rest,
  names: Object.fromEntries(names),
  muted: [...muted],
  removed: [...removed],
});

describe.each(examples)("$title", ({ records, state }) => {
  const found = readRecords(records.map((one) => ({ at: AT, ...one }))).reduce(applied, NO_STATE);
  test("is folded as on the server", () => expect(plain(found)).toEqual({ ...EMPTY, ...state }));
  test("is read as the server tells it", () => expect(readState(plain(found))).toEqual(found));
});

test.each([null, [], {}, { seq: "1" }, 3])("what is no state is the empty one: %j", (value) =>
  expect(readState(value)).toEqual(NO_STATE),
);

test("a flood of mutes stays within the bound", () => {
  let state = NO_STATE;
  for (let n = 1; n <= MOST_MUTED + 10; n += 1) state = applied(state, lab(n, "role-muted", { role: `r${n}` }));
  expect(state.muted.size).toBe(MOST_MUTED);
});

describe("a room", () => {
  const state = readState({ ...EMPTY, seq: 2, phase: "lobby" });
  const health = { broker: "online", bridge: "online" } as const;
  const joined = reduce(
    reduce(newRoom("aula1", "ana"), { type: "connected" }, 0),
    {
      type: "joined",
      question: null,
      records: [lab(2, "phase-changed", { phase: "lobby" })],
      lastSeq: 2,
      state,
      participants: [],
      ...health,
    },
    0,
  );

  test("has the state that the join told", () => expect(joined.state.phase).toBe("lobby"));

  test("folds what comes after it, also behind a hole", () => {
    const ahead = reduce(joined, { type: "records", records: [lab(4, "role-muted", { role: "bia" })] }, 0);
    expect(ahead.state.muted.size).toBe(0);
    const whole = reduce(ahead, { type: "records", records: [lab(3, "phase-changed", { phase: "open" })] }, 0);
    expect([whole.state.phase, [...whole.state.muted]]).toEqual(["open", ["bia"]]);
  });
});

test("a session whose log is in the archive is ended, although no event is known", () => {
  expect(readState({ seq: 0, phase: "ended" }).phase).toBe("ended");
});
