/** Accounts and files for boards: docs/protocol.md, `/api/accounts` and `/api/boards`. */

import { type RoleFault, roleFault } from "./names";

export interface Account {
  readonly role: string;
  /** Where it may take part; none named means everywhere. */
  readonly sessions: readonly string[];
  /** When it got its password; empty when that is not known. */
  readonly since: string;
  /** Where it is connected now. */
  readonly online: readonly string[];
}

export interface Accounts {
  /** Whether the broker asks for accounts. */
  readonly needed: boolean;
  readonly accounts: readonly Account[];
}

/** A role that is in use, so that whoever gives it an account must confirm it. */
export interface RoleUse {
  readonly role: string;
  readonly hasAccount: boolean;
  readonly online: readonly string[];
}

/** What the files of boards are filled in with. */
export interface Broker {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly ca: boolean;
  readonly kinds: readonly string[];
  /** Boards of one request. */
  readonly most: number;
}

/** A board whose password is known, for it was made a moment ago; empty where the broker asks for none. */
export interface Board {
  readonly role: string;
  readonly password: string;
  readonly session: string;
}

export interface Wifi {
  readonly name: string;
  readonly password: string;
}

/** Names with a number at their end: `esp32-1`, `esp32-2` ... */
export interface Numbered {
  readonly prefix: string;
  readonly count: number;
  readonly first: number;
}

export const numberedRoles = ({ prefix, count, first }: Numbered): string[] =>
  Array.from({ length: Math.max(0, count) }, (_, place) => `${prefix}${first + place}`);

export type RolesFault = RoleFault | "none" | "too-many";

/** What is wrong with roles that are to get accounts; null when nothing is. */
export function rolesFault(roles: readonly string[], most: number): RolesFault | null {
  if (roles.length === 0) return "none";
  if (roles.length > most) return "too-many";
  return roles.map(roleFault).find((fault) => fault !== null) ?? null;
}

const SHOWN = 3;

/** "a, b, c" or "a, b … z". */
export function rolesText(roles: readonly string[]): string {
  if (roles.length <= SHOWN) return roles.join(", ");
  return `${roles.slice(0, SHOWN - 1).join(", ")} … ${roles.at(-1)}`;
}

/** The session of a board's files: the wanted one, unless its account is limited to others. */
export const sessionOf = (limits: readonly string[], wanted: string): string =>
  limits.length === 0 || limits.includes(wanted) ? wanted : (limits[0] ?? wanted);

/** The boards with those that were made now, which replace what they were before. */
export function withMade(boards: readonly Board[], made: readonly Board[]): Board[] {
  const roles = new Set(made.map(({ role }) => role));
  return [...boards.filter(({ role }) => !roles.has(role)), ...made];
}

/** The boards without those of some roles; the same value when none is among them. */
export function without(boards: readonly Board[], roles: readonly string[]): readonly Board[] {
  const left = boards.filter(({ role }) => !roles.includes(role));
  return left.length === boards.length ? boards : left;
}

/** The boards of each session, for an archive of files is of one session. */
export function bySession(boards: readonly Board[]): ReadonlyMap<string, readonly Board[]> {
  const found = new Map<string, Board[]>();
  for (const board of boards) found.set(board.session, [...(found.get(board.session) ?? []), board]);
  return found;
}

/** Numbers in names count as numbers: `esp32-2` stands before `esp32-10`. */
const byName = new Intl.Collator("en", { numeric: true });

/** Those whose name contains what was typed, in the order of their names. */
export const matching = (accounts: readonly Account[], typed: string): Account[] =>
  accounts
    .filter(({ role }) => role.toLowerCase().includes(typed.trim().toLowerCase()))
    .sort((one, other) => byName.compare(one.role, other.role));

/** An address has brackets around an IPv6 host (RFC 3986, section 3.2.2). */
export const authority = (host: string, port: number): string =>
  host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
