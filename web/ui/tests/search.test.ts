import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aroundWords, cutAtWords } from "../src/model/found-words";
import { addLines, ended, failed, progress, startedSearch, stopped } from "../src/model/search";
import { record } from "./fake-lab";

const found = (seq: number): string => JSON.stringify({ found: record(seq), session: "aula1" });

describe("a search", () => {
  const running = startedSearch("x");

  test("shows what is found as it comes, and how far it is", () => {
    const search = addLines(addLines(running, [found(3), '{"read":50,"of":200}']), [found(1)]);
    expect([search.hits.map((hit) => hit.record.seq), progress(search), search.phase]).toEqual([
      [3, 1],
      0.25,
      "searching",
    ]);
  });

  test("knows which session is archived, and under which name", () => {
    const line = JSON.stringify({ found: record(1), session: "aula1", archived: "aula1_20261122-100000" });
    expect(addLines(running, [line]).hits).toMatchObject([{ session: "aula1", archived: "aula1_20261122-100000" }]);
  });

  test("is done when the lab says so, and knows that there is more", () => {
    expect(ended(addLines(running, ['{"done":true,"more":true}']))).toMatchObject({ phase: "done", more: true });
  });

  test("that ends without being done broke off", () => {
    expect(ended(addLines(running, [found(1)]))).toMatchObject({ phase: "broken" });
  });

  test("passes over lines that say nothing", () => {
    expect(addLines(running, ["", "{", "7", '{"found":{"seq":0},"session":"a"}'])).toEqual(running);
  });

  test("keeps what it found when it is stopped or fails", () => {
    const some = addLines(running, [found(1)]);
    expect([stopped(some), failed(some, "busy", "")].map(({ phase, hits }) => [phase, hits.length])).toEqual([
      ["stopped", 1],
      ["busy", 1],
    ]);
  });

  test("that waits says how many come first, until it finds or reads something", () => {
    const waiting = addLines(running, ['{"waiting":2}', '{"waiting":1}']);
    expect([waiting.phase, waiting.ahead]).toEqual(["waiting", 1]);
    expect(addLines(waiting, ['{"read":0,"of":200}']).phase).toBe("searching");
    expect(addLines(waiting, [found(1)]).phase).toBe("searching");
    expect(addLines(waiting, ['{"done":true,"more":false}']).phase).toBe("done");
  });

  test.each(["stopped", "broken"])("that waits can be %s", (phase) => {
    const waiting = addLines(running, ['{"waiting":1}']);
    expect((phase === "stopped" ? stopped : ended)(waiting).phase).toBe(phase);
  });

  test.each([
    ["replaced", "replaced", "another search of the same person began"],
    ["busy", "busy", "the search could not be started"],
    ["disk", "failed", "input/output error"],
  ])("that the lab ends with %s is %s, and keeps what it found", (reason, phase, detail) => {
    const line = JSON.stringify({ error: { reason, detail } });
    const search = ended(addLines(running, [found(1), line]));
    expect([search.phase, search.why, search.hits.length]).toEqual([phase, detail, 1]);
  });

  test("that was done can't be stopped", () => {
    expect(stopped(addLines(running, ['{"done":true,"more":false}'])).phase).toBe("done");
  });
});

test("the words are found in a text whatever their case, and are no pattern", () => {
  expect(cutAtWords("A.b a.B axb", "a.b")).toEqual([
    { text: "A.b", isFound: true },
    { text: " ", isFound: false },
    { text: "a.B", isFound: true },
    { text: " axb", isFound: false },
  ]);
});

const marked = (text: string, words: string): string[] =>
  cutAtWords(text, words)
    .filter((piece) => piece.isFound)
    .map((piece) => piece.text);

test.each(["NFC", "NFD"])(
  "the words are found whatever their accents, in %s, and the accents are marked with them",
  (form) => {
    const text = "😀 Em AÇÃO, Olá e acao!".normalize(form);
    expect(marked(text, "acao")).toEqual(["AÇÃO".normalize(form), "acao"]);
    expect(marked(text, "ação".normalize(form))).toEqual(["AÇÃO".normalize(form), "acao"]);
    expect(marked(text, "ola")).toEqual(["Olá".normalize(form)]);
  },
);

test("the pieces of any text make it up again", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, words) => {
      expect(
        cutAtWords(text, words)
          .map((piece) => piece.text)
          .join(""),
      ).toBe(text);
    }),
  );
});

test("a long text is cut down to what stands around the words also when their accents differ", () => {
  expect(aroundWords(`${"é".repeat(800)} Ação ${"b".repeat(800)}`, "acao")).toContain("Ação");
});

test("a long text is cut down to what stands around the words", () => {
  const text = `${"a ".repeat(400)}NEEDLE${" b".repeat(400)}`;
  const cut = aroundWords(text, "needle");
  expect(cut).toContain("NEEDLE");
  expect(cut.length).toBeLessThanOrEqual(302);
});
