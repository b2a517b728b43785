/** Quick replies over HTTP: docs/protocol.md, `/api/sessions/<s>/replies`. */

import { readReplies } from "../model/replies";
import { call } from "./http";

const addressOf = (session: string): string => `/api/sessions/${encodeURIComponent(session)}/replies`;

export const fetchReplies = async (session: string): Promise<string[]> =>
  readReplies((await call(addressOf(session)))["replies"]);

export async function saveReplies(session: string, replies: readonly string[]): Promise<void> {
  await call(addressOf(session), { replies }, "PUT");
}
