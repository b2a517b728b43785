/** A session's state over HTTP: docs/protocol.md, `/api/sessions/<s>/state` and `/events`. */

import { readState, type SessionState } from "../model/session-state";
import { call } from "./http";

const addressOf = (session: string, what: string): string => `/api/sessions/${encodeURIComponent(session)}/${what}`;

/** A session's state, and the name under which it is archived, when it is over. */
export async function fetchState(session: string): Promise<{ state: SessionState; archived: string }> {
  const answer = await call(addressOf(session, "state"));
  const { archived } = answer;
  return { state: readState(answer), archived: typeof archived === "string" ? archived : "" };
}

/** The state that an archived session had. */
export const fetchArchivedState = async (name: string): Promise<SessionState> =>
  readState(await call(`/api/archive/${encodeURIComponent(name)}/state`));

/** The name under which a session that is over is archived; empty while it is not. */
export const archivedAs = async (session: string): Promise<string> => (await fetchState(session)).archived;

/** Ask the lab to log an event of the session. Rejects with the lab's reason. */
export async function askForEvent(session: string, event: string, data: Record<string, unknown>): Promise<void> {
  await call(addressOf(session, "events"), { event, data });
}
