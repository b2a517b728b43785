/** Accounts and files for boards over HTTP. */

import type { Account, Accounts, Board, Broker, RoleUse, Wifi } from "../model/boards";
import { isObject } from "../model/record";
import { type ApiError, call, request } from "./http";

export async function fetchAccounts(): Promise<Accounts> {
  const { needed, accounts } = await call("/api/accounts");
  return { needed: needed === true, accounts: objectsOf(accounts).map(readAccount) };
}

export interface MadeAccount {
  readonly role: string;
  readonly password: string;
  /** Where it may take part; none named means everywhere. */
  readonly sessions: readonly string[];
}

/** Give devices accounts, or new passwords; `sessions` null leaves their limits as they are. Rejects with an ApiError, `role-in-use` unless confirmed. */
export async function addAccounts(
  roles: readonly string[],
  sessions: readonly string[] | null,
  confirmed: boolean,
): Promise<MadeAccount[]> {
  const { accounts } = await call("/api/accounts", { roles, sessions, confirmed });
  return objectsOf(accounts).map((one) => ({
    role: String(one["role"]),
    password: String(one["password"]),
    sessions: stringsOf(one["sessions"]),
  }));
}

export async function removeAccounts(roles: readonly string[]): Promise<void> {
  await call("/api/accounts/remove", { roles });
}

/** Who uses the roles, as the refusal `role-in-use` says. */
export const usesOf = (error: ApiError): RoleUse[] =>
  objectsOf(error.document["uses"]).map(({ role, account, online }) => ({
    role: String(role),
    hasAccount: account === true,
    online: stringsOf(online),
  }));

export async function fetchBroker(): Promise<Broker> {
  const { host, port, tls, ca, kinds, most } = await call("/api/boards");
  return {
    host: String(host ?? ""),
    port: Number(port) || 1883,
    tls: tls === true,
    ca: ca === true,
    kinds: stringsOf(kinds),
    most: Number(most) || 1,
  };
}

export interface Order {
  readonly kind: string;
  readonly session: string;
  readonly boards: readonly Board[];
  readonly wifi: Wifi;
  readonly host: string;
}

/** The archive with the files of boards. */
export async function fetchFiles({ boards, ...order }: Order): Promise<Blob> {
  const named = boards.map(({ role, password }) => ({ role, password }));
  return (await request("/api/boards", { ...order, boards: named }, "POST")).blob();
}

const readAccount = ({ role, sessions, since, online }: Record<string, unknown>): Account => ({
  role: String(role ?? ""),
  sessions: stringsOf(sessions),
  since: String(since ?? ""),
  online: stringsOf(online),
});

const objectsOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : []);
const stringsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
