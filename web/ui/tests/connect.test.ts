import { afterEach, describe, expect, test, vi } from "vitest";
import { type AccessProblem, access } from "../src/net/access";
import { findRefusal, Tokens } from "../src/net/connect";
import { call } from "../src/net/http";

test("the page's own token is shown once, and a fresh one afterwards", async () => {
  let asked = 0;
  const tokens = new Tokens("first", () => {
    asked += 1;
    return Promise.resolve({ token: `fresh ${asked}` });
  });
  expect([await tokens.next(), await tokens.next(), await tokens.next()]).toEqual(["first", "fresh 1", "fresh 2"]);
});

test("an open lab is asked for none", async () => {
  const tokens = new Tokens("", () => Promise.reject(new Error("asked")));
  expect([await tokens.next(), await tokens.next()]).toEqual(["", ""]);
});

test("without an answer there is no token", async () => {
  const tokens = new Tokens("first", () => Promise.reject(new Error("no answer")));
  await tokens.next();
  expect(await tokens.next()).toBe("");
});

afterEach(() => {
  vi.unstubAllGlobals();
  access.report(null);
});

function problems(): (AccessProblem | null)[] {
  const seen: (AccessProblem | null)[] = [];
  access.watch((problem) => seen.push(problem));
  return seen;
}

/** What the lab, or something before it, answers to every request; null when nothing does. */
function answerWith(status: number | null, document: object | string = ""): void {
  const body = typeof document === "string" ? document : JSON.stringify(document);
  const answer = () =>
    status === null ? Promise.reject(new TypeError("refused")) : Promise.resolve(new Response(body, { status }));
  vi.stubGlobal("fetch", vi.fn(answer));
}

test("those who watch see when the code ends, and when a fresh token comes", async () => {
  const seen = problems();
  access.report("no-access");
  access.report("no-access");
  const tokens = new Tokens("first", () => Promise.resolve({ token: "fresh" }));
  await tokens.next();
  await tokens.next();
  expect(seen).toEqual([null, "no-access", null]);
});

describe("a connection that fails", () => {
  test.each([
    [403, "foreign-origin"],
    [421, "foreign-host"],
    [401, "no-access"],
  ])("with %d %s is a refusal", async (status, reason) => {
    answerWith(status, { reason });
    const seen = problems();
    await findRefusal();
    expect(seen.at(-1)).toBe(reason);
  });

  test.each([
    ["without an answer", null, ""],
    ["with a proxy's bad gateway", 502, "<html>Bad Gateway</html>"],
    ["with a proxy's own refusal", 403, "<html>Forbidden</html>"],
    ["though the lab hears this page", 400, { code: 1, message: "Session ID unknown" }],
  ])("%s is an outage", async (_, status, document) => {
    answerWith(status, document);
    const seen = problems();
    await findRefusal();
    expect(seen).toEqual([null]);
  });

  test("asks again, and forgets a refusal once the lab hears this page", async () => {
    access.report("foreign-origin");
    const seen = problems();
    answerWith(400);
    await findRefusal();
    expect(seen).toEqual(["foreign-origin", null]);
  });

  test("does not take a code that ended for one that holds", async () => {
    access.report("no-access");
    answerWith(400);
    await findRefusal();
    expect(problems()).toEqual(["no-access"]);
  });
});

test("a refusal of any request of the page is seen", async () => {
  answerWith(421, { reason: "foreign-host", detail: "" });
  const seen = problems();
  await expect(call("/api/sessions")).rejects.toMatchObject({ reason: "foreign-host", status: 421 });
  expect(seen).toEqual([null, "foreign-host"]);
});
