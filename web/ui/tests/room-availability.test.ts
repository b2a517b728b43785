/** What the page knows of the broker and the bridge when it joins. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bannerOf } from "../src/model/banner";
import { FakeLab } from "./fake-lab";
import { joined, open, settled } from "./fake-room";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

test("a page that joins while the broker is away says so", async () => {
  const { client, wire } = open(new FakeLab());
  wire.broker = "offline";
  wire.connect();
  await settled();
  expect(bannerOf(client.room, Date.now())?.kind).toBe("broker-offline");
});

test.each(["broker", "bridge"] as const)(
  "a %s that came back while the page was away is not said to be away",
  async (of) => {
    const { client, wire } = await joined(new FakeLab());
    wire.handle({ type: "health", of, is: "offline" });
    wire.disconnect();
    wire.connect();
    await settled();
    expect(bannerOf(client.room, Date.now())?.kind).toBe("reconnected");
  },
);
