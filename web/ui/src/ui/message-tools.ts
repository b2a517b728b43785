/** What a message's line must know of the session: which messages were removed, and what one may do with it here. */

import { createContext } from "preact";
import type { LabRecord } from "../model/record";

/** What who may write does with a message. */
export interface Speaking {
  /** Write a reply to it. */
  reply(record: LabRecord): void;
  /** React to it; an empty reaction takes the former one back. */
  react(seq: number, reaction: string): void;
}

export interface MessageTools {
  readonly removed: ReadonlySet<number>;
  /** Whether `MessageMenu` is on the page. */
  readonly hasMenu: boolean;
  /** Null: one looks on, or may not write now. */
  readonly speaking: Speaking | null;
}

export const MessageToolsContext = createContext<MessageTools>({ removed: new Set(), hasMenu: false, speaking: null });
