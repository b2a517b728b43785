/** Where a value stands in `data`: docs/protocol.md, "Paths". */

import { isObject, type Json, type JsonObject } from "./record";

/** What is no object and no list. */
export type Leaf = null | boolean | number | bigint | string;

/** A longer list is a block of data, and its elements are no readings of their own. */
export const MAX_LIST = 16;

const PLAIN_NAME = /^[^.[\]"]+$/;

/** Every leaf of `data` with its path. */
export function leavesOf(data: JsonObject | undefined): [string, Leaf][] {
  return membersOf(data ?? {}, "");
}

const membersOf = (data: JsonObject, path: string): [string, Leaf][] =>
  Object.entries(data).flatMap(([name, value]) => leavesAt(memberPath(path, name), value));

/** `a.b`; a name that could be taken for a path stands as `a["b.c"]`. */
function memberPath(path: string, name: string): string {
  if (!PLAIN_NAME.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path ? `${path}.${name}` : name;
}

function leavesAt(path: string, value: Json): [string, Leaf][] {
  if (Array.isArray(value)) {
    const elements: readonly Json[] = value;
    return elements.length > MAX_LIST ? [] : elements.flatMap((one, index) => leavesAt(`${path}[${index}]`, one));
  }
  return isObject(value) ? membersOf(value as JsonObject, path) : [[path, value as Leaf]];
}
