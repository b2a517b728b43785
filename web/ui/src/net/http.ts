/** The lab's HTTP interface: docs/protocol.md, "HTTP". What comes back is checked before anybody uses it. */

import { labPath } from "../base";
import { parseJson } from "../model/json";
import { isObject, type LabRecord, readRecords } from "../model/record";
import { access, isAccessProblem } from "./access";

/** A refusal (RFC 9457) or, with `reason` "unreachable", no answer at all. */
export class ApiError extends Error {
  constructor(
    readonly reason: string,
    readonly detail: string,
    readonly status = 0,
    /** All that the refusal says, with the members of its own. */
    readonly document: Record<string, unknown> = {},
  ) {
    super(`${reason}: ${detail}`);
  }
}

export interface Page {
  readonly records: LabRecord[];
  readonly lastSeq: number;
}

export type Place = { after: number } | { before: number };

const PATIENCE_MS = 15_000;

export const fetchRecords = (session: string, place: Place, limit: number): Promise<Page> =>
  fetchPage(`/api/sessions/${encodeURIComponent(session)}/messages`, place, limit);

/** A page of an archived session; without a place the last one. */
export const fetchArchived = (name: string, place: Place | null, limit: number): Promise<Page> =>
  fetchPage(`/api/archive/${encodeURIComponent(name)}/messages`, place, limit);

async function fetchPage(address: string, place: Place | null, limit: number): Promise<Page> {
  const query = new URLSearchParams({ ...stringsOf(place ?? {}), limit: String(limit) });
  const { records, last_seq } = await call(`${address}?${query}`);
  if (typeof last_seq !== "number") throw new ApiError("bad-answer", "last_seq is missing");
  return { records: readRecords(records), lastSeq: last_seq };
}

/** Where a log is downloaded; `query` as `downloadQuery` makes it. */
export const logAddress = (session: string, query: string): string =>
  labPath(`/api/sessions/${encodeURIComponent(session)}/log?${query}`);

export const archivedLogAddress = (name: string, query: string): string =>
  labPath(`/api/archive/${encodeURIComponent(name)}/log?${query}`);

const stringsOf = (place: Place | object): Record<string, string> =>
  Object.fromEntries(Object.entries(place).map(([key, value]) => [key, String(value)]));

/** Ask the lab; what it refuses is thrown as an ApiError. */
export async function call(
  path: string,
  body?: object,
  method = body ? "POST" : "GET",
): Promise<Record<string, unknown>> {
  const response = await request(path, body, method);
  const document = await documentOf(response);
  if (!isObject(document)) throw new ApiError("bad-answer", response.statusText, response.status);
  return document;
}

/** The JSON of a response; null when it has none. */
export const documentOf = (response: Response): Promise<unknown> =>
  response
    .text()
    .then(parseJson)
    .catch(() => null);

/** What a response that is not `ok` says. */
export async function refusalOf(response: Response): Promise<ApiError> {
  const document = await documentOf(response);
  const members = isObject(document) ? document : {};
  const { reason, detail } = members;
  if (isAccessProblem(reason)) access.report(reason);
  return new ApiError(String(reason ?? "bad-answer"), String(detail ?? response.statusText), response.status, members);
}

/** The lab's answer; what it refuses is thrown as an ApiError. */
export async function request(path: string, body: object | undefined, method: string): Promise<Response> {
  const response = await reach(path, body, method);
  if (!response.ok) throw await refusalOf(response);
  return response;
}

async function reach(path: string, body: object | undefined, method: string): Promise<Response> {
  const headers = { Accept: "application/json", ...(body ? { "Content-Type": "application/json" } : {}) };
  const content = body ? { body: JSON.stringify(body) } : {};
  try {
    return await fetch(labPath(path), {
      method,
      headers,
      ...content,
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (error) {
    throw new ApiError("unreachable", String(error));
  }
}
