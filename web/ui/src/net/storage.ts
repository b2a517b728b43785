/**
 * What outlives the page: the outbox and the unfinished text, per session and role, in localStorage.
 *
 * An item has a key of its own, so that two windows of the same role never overwrite each other's. A browser that
 * refuses storage costs only the outliving.
 */

import { storageKey } from "../base";
import type { Draft } from "../model/outbox";
import { isObject } from "../model/record";

export interface Store {
  drafts(): Draft[];
  keep(draft: Draft): void;
  forget(id: string): void;
  /** Whose item a key of the storage holds; null when it is not of this outbox. */
  idOf(key: string): string | null;
  /** The text that is being written. */
  unfinished(): string;
  keepUnfinished(text: string): void;
}

export function openStore(storage: Storage | null, session: string, role: string): Store {
  const outbox = storageKey(`outbox/${session}/${role}/`);
  const unfinished = storageKey(`unfinished/${session}/${role}`);
  return {
    drafts: () =>
      attempt([], () =>
        keysOf(storage)
          .filter((key) => key.startsWith(outbox))
          .flatMap((key) => readDraft(storage?.getItem(key))),
      ),
    keep: ({ id, text, to, re, reaction, made, after, held }) => {
      const kept = JSON.stringify({ id, text, to, re, reaction, made, after, held });
      return attempt(undefined, () => storage?.setItem(outbox + id, kept));
    },
    forget: (id) => attempt(undefined, () => storage?.removeItem(outbox + id)),
    idOf: (key) => (key.startsWith(outbox) ? key.slice(outbox.length) : null),
    unfinished: () => attempt("", () => storage?.getItem(unfinished) ?? ""),
    keepUnfinished: (text) =>
      attempt(undefined, () => (text ? storage?.setItem(unfinished, text) : storage?.removeItem(unfinished))),
  };
}

const lastRoleKey = (session: string): string => storageKey(`last-role/${session}`);

/** Store the role whose window was opened last in a session. */
export const rememberRole = (storage: Storage | null, session: string, role: string): void =>
  attempt(undefined, () => storage?.setItem(lastRoleKey(session), role));

/** Whose window was open last in a session; empty when none was. */
export const lastRole = (storage: Storage | null, session: string): string =>
  attempt("", () => storage?.getItem(lastRoleKey(session)) ?? "");

const MY_NAME = storageKey("my-name");
const nameKey = (session: string, role: string): string => storageKey(`name/${session}/${role.toLowerCase()}`);

/** Store the name with which a person took a role; it is offered in the next session too. */
export const rememberName = (storage: Storage | null, session: string, role: string, name: string): void =>
  attempt(undefined, () => {
    storage?.setItem(MY_NAME, name);
    storage?.setItem(nameKey(session, role), name);
  });

/** The name that was given last; empty when none was. */
export const myName = (storage: Storage | null): string => attempt("", () => storage?.getItem(MY_NAME) ?? "");

/** The name with which this role of a session was taken in this browser; empty when it was not. */
export const nameGiven = (storage: Storage | null, session: string, role: string): string =>
  attempt("", () => storage?.getItem(nameKey(session, role)) ?? "");

/** The browser's storage; null when it is switched off. */
export const browserStorage = (): Storage | null => attempt(null, () => window.localStorage);

function attempt<T>(otherwise: T, act: () => T): T {
  try {
    return act();
  } catch {
    return otherwise;
  }
}

const keysOf = (storage: Storage | null): string[] =>
  Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? "");

function readDraft(line: string | null | undefined): Draft[] {
  const value: unknown = attempt(null, () => JSON.parse(line ?? "null"));
  if (!isObject(value)) return [];
  const { id, text, to, re, reaction, made, after, held } = value;
  if (typeof id !== "string" || typeof text !== "string" || typeof made !== "number") return [];
  const place = typeof after === "number" ? after : null;
  return [
    {
      id,
      text,
      made,
      after: place,
      ...(typeof to === "string" ? { to } : {}),
      ...(typeof re === "number" ? { re } : {}),
      ...(typeof reaction === "string" ? { reaction } : {}),
      ...(held === true ? { held } : {}),
    },
  ];
}
