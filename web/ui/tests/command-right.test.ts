import { expect, test } from "vitest";
import { whyNoCommand } from "../src/model/command-right";
import { NO_REFUSAL } from "../src/model/room";

test("who may write may command, before and after a role is chosen", () =>
  expect(whyNoCommand(true, NO_REFUSAL)).toBeNull());

test("who may only look is told so, whatever the role", () =>
  expect(whyNoCommand(false, { reason: "role-taken", detail: "" })).toBe("view-only"));

test.each([
  ["role-taken", "role-taken"],
  ["device-role", "device-role"],
  ["reserved-role", "refused"],
])("a role that the lab refuses with %s is told as %s", (reason, why) =>
  expect(whyNoCommand(true, { reason, detail: "" })).toBe(why),
);
