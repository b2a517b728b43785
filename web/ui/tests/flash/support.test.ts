import { expect, test } from "vitest";
import { obstacles } from "../../src/flash/support";

const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const PHONE =
  "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36";

test("nothing stands in the way where the browser has Web Serial", () => {
  expect(obstacles({ hasSerial: true, isSecure: true, userAgent: CHROME })).toEqual([]);
});

test.each([
  ["Chrome over plain HTTP", CHROME, false, ["insecure"]],
  ["Firefox over plain HTTP", FIREFOX, false, ["insecure", "browser"]],
  ["Firefox over HTTPS", FIREFOX, true, ["browser"]],
  ["a Chromium without Web Serial", CHROME, true, ["browser"]],
  ["a phone over HTTPS", PHONE, true, ["phone"]],
  ["a phone over plain HTTP", PHONE, false, ["insecure", "phone"]],
] as const)("%s", (_name, userAgent, isSecure, expected) => {
  expect(obstacles({ hasSerial: false, isSecure, userAgent })).toEqual(expected);
});
