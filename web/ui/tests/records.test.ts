import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  answer,
  begin,
  emptyLog,
  hasOlder,
  KEEP,
  type Log,
  lacking,
  learnSeq,
  live,
  missing,
  prepend,
  type Question,
  trim,
} from "../src/model/records";
import { FakeLab, logOf, record } from "./fake-lab";

const seqs = (log: Log): number[] => log.records.map(({ seq }) => seq);
const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

function missingIn(log: Log): Question {
  const question = missing(log);
  if (!question) throw new Error("nothing is missing");
  return question;
}

/** Pull until nothing is missing; a page that never gets there would loop for ever. */
function pullAll(start: Log, lab: FakeLab): Log {
  let log = start;
  for (let pulls = 0; pulls < 1000; pulls += 1) {
    const question = missing(log);
    if (!question) return log;
    log = answer(log, question, lab.after(question.after), lab.lastSeq);
  }
  throw new Error("it does not converge");
}

const started = (count: number): Log => begin(emptyLog(), logOf(count), count);

describe("batches in any order, repeated and lost", () => {
  const batches = fc.array(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 12 }), { maxLength: 30 });

  test("converge, after pulls, to the log: every record once, in order", () => {
    fc.assert(
      fc.property(batches, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 2, max: 9 }), (order, known, limit) => {
        const lab = new FakeLab(logOf(60), limit);
        let log = started(known);
        for (const batch of order)
          log = live(
            log,
            batch.map((seq) => record(seq)),
          );
        expect(seqs(pullAll(learnSeq(log, 60), lab))).toEqual(upTo(60));
      }),
    );
  });

  test("converge also when pulls and batches come in between one another", () => {
    const steps = fc.array(
      fc.oneof(fc.constant("pull" as const), fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 8 })),
    );
    fc.assert(
      fc.property(steps, (order) => {
        const lab = new FakeLab(logOf(60), 5);
        let log = started(0);
        for (const step of order) {
          const question = missing(log);
          if (step !== "pull")
            log = live(
              log,
              step.map((seq) => record(seq)),
            );
          else if (question) log = answer(log, question, lab.after(question.after), lab.lastSeq);
          expect(seqs(log)).toEqual(upTo(log.last ?? 0));
        }
        expect(seqs(pullAll(learnSeq(log, 60), lab))).toEqual(upTo(60));
      }),
    );
  });

  test("before the first answer wait for it", () => {
    const log = live(emptyLog(), [record(4), record(5)]);
    expect(seqs(log)).toEqual([]);
    expect(seqs(begin(log, logOf(3), 3))).toEqual([1, 2, 3, 4, 5]);
  });
});

test("a gap is asked for from the last record in a row, that one included", () => {
  expect(missing(live(started(3), [record(6)]))).toMatchObject({ after: 2, last: 3 });
});

test("a joined session that is long begins with its last records", () => {
  const log = begin(emptyLog(), logOf(150).slice(50), 150);
  expect([log.records[0]?.seq, log.last, hasOlder(log)]).toEqual([51, 150, true]);
});

test("a session without a record lacks nothing", () => {
  expect(missing(begin(emptyLog(), [], 0))).toBeNull();
});

describe("a session made anew under its name", () => {
  const other = (seq: number) => record(seq, { at: "2027-01-01T00:00:00.000Z" });

  test("shows by a shorter log", () => {
    const question = missingIn(learnSeq(started(9), 10));
    expect(answer(started(9), question, [], 4)).toEqual(emptyLog(1));
  });

  test("shows by another record at the place asked for again", () => {
    const log = learnSeq(started(9), 20);
    expect(answer(log, missingIn(log), [other(9), other(10)], 20)).toEqual(emptyLog(1));
  });

  test("shows by its first record, as it is logged", () => {
    expect(live(started(9), [other(1)])).toEqual(emptyLog(1));
  });

  test("is suspected when an early record comes that is held no more", () => {
    const log = begin(emptyLog(), logOf(150).slice(50), 150);
    expect(missing(live(log, [other(1)]))).not.toBeNull();
  });

  test("is no longer suspected once the answer holds the same record", () => {
    const log = live(begin(emptyLog(), logOf(150).slice(50), 150), [record(1)]);
    const settled = answer(log, missingIn(log), [record(150)], 150);
    expect([settled.generation, missing(settled)]).toEqual([0, null]);
  });

  test("does not show by an answer that is merely late", () => {
    const question = missingIn(learnSeq(started(9), 10));
    const log = live(started(9), logOf(15));
    expect(answer(log, question, [record(9), record(10)], 10).generation).toBe(0);
  });

  test("leaves answers for the old one without effect", () => {
    const question = missingIn(learnSeq(started(9), 10));
    const anew = begin(emptyLog(1), [other(1)], 1);
    expect(answer(anew, question, [record(9), record(10)], 10)).toBe(anew);
  });
});

describe("older records", () => {
  const log = begin(emptyLog(), logOf(150).slice(50), 150);

  test("join up at the front", () => {
    expect(seqs(prepend(log, logOf(50)))).toEqual(upTo(150));
  });

  test("are left alone when they do not join up", () => {
    expect(prepend(log, logOf(30))).toBe(log);
  });
});

describe("memory", () => {
  const long = begin(emptyLog(), logOf(KEEP + 500), KEEP + 500);

  test("is bounded while the viewer follows the newest", () => {
    expect(trim(long, Infinity).records.length).toBe(KEEP);
  });

  test("keeps what the viewer reads", () => {
    expect(seqs(trim(long, 100))[0]).toBe(100);
  });

  test("forgets only from the front, so that nothing is missing", () => {
    expect(lacking(trim(long, Infinity))).toBe(0);
  });

  test("does not grow without bound behind a gap", () => {
    const ahead = live(started(1), logOf(9000).slice(5));
    expect(ahead.ahead.size).toBeLessThan(2500);
    expect(pullAll(ahead, new FakeLab(logOf(9000))).last).toBe(9000);
  });
});
