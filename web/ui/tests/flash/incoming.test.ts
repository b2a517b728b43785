import { expect, test } from "vitest";
import { Incoming } from "../../src/flash/incoming";

const bytes = (text: string) => new TextEncoder().encode(text);
const textOf = (found: Uint8Array) => new TextDecoder().decode(found);

test("bytes up to a mark are taken, and the rest stays", async () => {
  const incoming = new Incoming();
  incoming.add(bytes("one>two"));
  expect([textOf(await incoming.until(bytes(">"), 50)), textOf(await incoming.take(3, 50))]).toEqual(["one>", "two"]);
});

test("a mark that comes in pieces is found", async () => {
  const incoming = new Incoming();
  const found = incoming.until(bytes("OK"), 500);
  incoming.add(bytes("xO"));
  incoming.add(bytes("Ky"));
  expect(textOf(await found)).toBe("xOK");
});

test("silence ends in a failure", async () => {
  await expect(new Incoming().take(1, 10)).rejects.toMatchObject({ kind: "no-micropython" });
});

test("the loss of the port ends what waits, and what is asked later", async () => {
  const incoming = new Incoming();
  const found = incoming.take(1, 5_000);
  incoming.lose();
  await expect(found).rejects.toMatchObject({ kind: "lost" });
  await expect(incoming.take(1, 5_000)).rejects.toMatchObject({ kind: "lost" });
});

test("no more than 64 KiB are kept", async () => {
  const incoming = new Incoming();
  for (let count = 0; count < 100; count += 1) incoming.add(new Uint8Array(1024).fill(count));
  expect((await incoming.take(1, 10))[0]).toBe(100 - 64);
});
