/** A device, put together from what it has reported. */

import { type Device, notice } from "../src/model/devices";
import type { JsonObject, LabRecord } from "../src/model/record";

/** A record of the role `lamp`; a text alone when `data` is one. */
export const told = (seq: number, data: JsonObject | string): LabRecord => ({
  seq,
  at: new Date(Date.UTC(2026, 10, 22, 10, 0, seq)).toISOString(),
  role: "lamp",
  ...(typeof data === "string" ? { text: data } : { data }),
});

/** The device `lamp` after it has reported these, one after the other from `seq` 1. */
export function device(...reported: (JsonObject | string)[]): Device {
  const records = reported.map((data, index) => told(index + 1, data));
  return notice(new Map(), records).get("lamp") as Device;
}
