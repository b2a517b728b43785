/** Whom a text addresses: docs/protocol.md, "Addressee". chat/addressing.py is the same rule. */

import { roleFault } from "./names";

const NAMED = /^[ \t\r\n]*@([A-Za-z0-9][A-Za-z0-9_-]{0,31})(?=[ \t\r\n,:;.!?]|$)/;

/** The role that a text names first, as `@lamp on` does; null for none. */
export function namedFirst(text: string): string | null {
  const name = NAMED.exec(text)?.[1];
  return name && roleFault(name) === null ? name : null;
}

/** Whether two names are one role: roles that differ in case alone are. */
export const isSameRole = (one: string | undefined, other: string): boolean =>
  one?.toLowerCase() === other.toLowerCase();

/** The one among `roles` whom a text names first, in whichever case; null when it is none of them. */
export function addressee(text: string, roles: readonly string[]): string | null {
  const name = namedFirst(text);
  if (name === null) return null;
  return roles.find((role) => role === name) ?? roles.find((role) => role.toLowerCase() === name.toLowerCase()) ?? null;
}
