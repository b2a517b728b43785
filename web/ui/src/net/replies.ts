/** Quick replies over HTTP: docs/protocol.md, `/api/sessions/<s>/replies`. */

import { readReplies } from "../model/replies";
import { call } from "./http";

const addressOf = (session: string): string => `/api/sessions/${encodeURIComponent(session)}/replies`;

export const fetchReplies = async (session: string): Promise<string[]> =>
  readReplies((await call(addressOf(session)))["replies"]);

/** Set them; returns them as the lab has taken them. */
export const saveReplies = async (session: string, replies: readonly string[]): Promise<string[]> =>
  readReplies((await call(addressOf(session), { replies }, "PUT"))["replies"]);
