/**
 * The role in whose window one was: the pages of a session without a role keep it in their address (`?as=ana`), so that
 * the way back leads there. It is no right: the lab asks for the seat before anybody writes under it.
 */

import { roleFault } from "./names";

const KEY = "as";

/** The role that the query of an address names; empty when it names none. */
export function roleIn(query: string): string {
  const role = new URLSearchParams(query).get(KEY) ?? "";
  return role !== "" && roleFault(role) === null ? role : "";
}

/** A path with the role in its query. */
export function keepingRole(path: string, role: string): string {
  if (role === "") return path;
  return `${path}${path.includes("?") ? "&" : "?"}${KEY}=${encodeURIComponent(role)}`;
}

/** The window of a role, or, without one, the page of the session. */
export const windowPath = (session: string, role: string): string =>
  `/s/${encodeURIComponent(session)}${role && `/${encodeURIComponent(role)}`}`;
