/** A session's state over HTTP: docs/protocol.md, `/api/sessions/<s>/state` and `/events`. */

import { call } from "./http";

const addressOf = (session: string, what: string): string => `/api/sessions/${encodeURIComponent(session)}/${what}`;

/** The name under which a session that is over is archived; empty while it is not. */
export async function archivedAs(session: string): Promise<string> {
  const { archived } = await call(addressOf(session, "state"));
  return typeof archived === "string" ? archived : "";
}

/** Ask the lab to log an event of the session. Rejects with the lab's reason. */
export async function askForEvent(session: string, event: string, data: Record<string, unknown>): Promise<void> {
  await call(addressOf(session, "events"), { event, data });
}
