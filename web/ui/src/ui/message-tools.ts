/** What a message's line must know of the session: which messages were removed, and whether there is a menu for it. */

import { createContext } from "preact";

export interface MessageTools {
  readonly removed: ReadonlySet<number>;
  /** Whether `MessageMenu` is on the page. */
  readonly hasMenu: boolean;
}

export const MessageToolsContext = createContext<MessageTools>({ removed: new Set(), hasMenu: false });
