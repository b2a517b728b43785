import fc from "fast-check";
import { expect, test } from "vitest";
import { codeIn, fragmentOf, MOST_CODE, MOST_LINK } from "../../src/board/share";
import { wellFormed } from "../../src/model/compose";

test("every program comes back out of its link", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 500 }), async (code) => {
      expect(await codeIn((await fragmentOf(code)) ?? "")).toBe(wellFormed(code));
    }),
    { numRuns: 50 },
  );
});

test("a link has no letter that a chat or a browser would change", async () => {
  expect(await fragmentOf("print('olá')\n".repeat(50))).toMatch(/^#code=[A-Za-z0-9_-]+$/);
});

test("a program that makes a link too long has none", async () => {
  const random = Array.from(crypto.getRandomValues(new Uint8Array(MOST_LINK)), (byte) => byte.toString(16)).join("");
  expect(await fragmentOf(random)).toBeNull();
});

test("a link that unpacks to more than a program has none in it", async () => {
  const fragment = await fragmentOf("x".repeat(MOST_CODE + 1));
  expect(fragment).not.toBeNull();
  expect(await codeIn(fragment ?? "")).toBeNull();
});

test.each(["", "#", "#12", "#code=", "#code=%%%", "#code=AAAA", `#code=${"A".repeat(MOST_LINK + 1)}`])(
  "%.20s is no program",
  async (fragment) => {
    expect(await codeIn(fragment)).toBeNull();
  },
);
