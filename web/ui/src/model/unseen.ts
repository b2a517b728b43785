/** Records that are no line of the talk: their effect is seen elsewhere on the page. Pure. */

import type { LabRecord } from "./record";

const EVENTS: ReadonlySet<string> = new Set(["name-set", "message-removed", "message-pinned", "message-unpinned"]);

/** Names, pins and reactions: a line more for each would bury what people say when a class comes in. */
export const isUnseen = ({ event, reaction }: LabRecord): boolean => reaction !== undefined || EVENTS.has(event ?? "");
