/** The numbers of a session, and who announced what, from the lab's HTTP interface: docs/protocol.md, "HTTP". */

import { labPath } from "../base";
import { isObject, type LabRecord } from "../model/record";
import { addLines, ended, startedSearch } from "../model/search";
import type { Line } from "../model/series";
import { ApiError, documentOf, refusalOf } from "./http";

export interface History {
  readonly lines: Line[];
  readonly lastSeq: number;
  /** Series that the lab has no room for. */
  readonly leftOut: number;
  /** By how much this machine's clock is ahead of the lab's, in milliseconds; 0 when that is too little to tell. */
  readonly ahead: number;
}

const PATIENCE_MS = 30_000;
/** The lab tells its time in whole seconds. */
const TELLABLE_MS = 3_000;
/** Most announcements that are read; a device makes one each time it starts. */
const ANNOUNCEMENTS = 200;

/** Every number that was ever reported, thinned by the lab to `points` a series. */
export async function fetchSeries(session: string, points: number): Promise<History> {
  const response = await get(`/api/sessions/${encodeURIComponent(session)}/series?points=${points}`);
  const answer = await documentOf(response);
  if (!isObject(answer) || typeof answer["last_seq"] !== "number")
    throw new ApiError("bad-answer", "", response.status);
  const lines = Array.isArray(answer["series"]) ? answer["series"].map(readLine).filter((line) => line !== null) : [];
  const leftOut = Number(answer["left_out"]) || 0;
  return { lines, lastSeq: answer["last_seq"], leftOut, ahead: aheadOf(response.headers.get("Date")) };
}

/** The records in which devices announced themselves, newest first, however far back. Throws ApiError. */
export async function fetchAnnouncements(session: string): Promise<LabRecord[]> {
  const query = new URLSearchParams({ q: "commands", session, limit: String(ANNOUNCEMENTS) });
  const text = await (await get(`/api/search?${query}`)).text();
  const search = ended(addLines(startedSearch("commands"), text.split("\n")));
  if (search.phase !== "done") throw new ApiError(search.phase, search.why);
  return search.hits.map(({ record }) => record);
}

export function readLine(value: unknown): Line | null {
  if (!isObject(value)) return null;
  const { role, key, t, v } = value;
  if (typeof role !== "string" || typeof key !== "string" || !areNumbers(t) || !areNumbers(v)) return null;
  return t.length === v.length ? { role, key, t: t.map(Math.round), v } : null;
}

const areNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((one) => typeof one === "number");

function aheadOf(date: string | null): number {
  const ahead = Date.now() - Date.parse(date ?? "");
  return Math.abs(ahead) > TELLABLE_MS ? ahead : 0;
}

async function get(path: string): Promise<Response> {
  const response = await fetch(labPath(path), { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) }).catch(
    (error: unknown) => {
      throw new ApiError("unreachable", String(error));
    },
  );
  if (!response.ok) throw await refusalOf(response);
  return response;
}
