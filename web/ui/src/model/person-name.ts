/** Display names of roles, and roles made of names: docs/protocol.md, "Session state". Pure. */

import { nearestRole, roleFault } from "./names";

export type Names = ReadonlyMap<string, string>;

/** Characters of a display name, as the lab counts them. */
export const LONGEST_NAME = 64;
const LONGEST_ROLE = 32;

/** How people see a role: its display name, or the role itself. */
export const nameOf = (names: Names, role: string): string => names.get(role.toLowerCase()) ?? role;

/** The role that a name becomes, as "João da Silva" -> "joao-da-silva"; empty when no letter is left. */
export function roleFrom(name: string): string {
  const made = nearestRole(name.trim().toLowerCase()).replace(/-+/g, "-").replace(/-$/, "");
  return made && roleFault(made) === null ? made : "";
}

/** The role, or the role with a number behind it, that nobody in `taken` has; roles that differ in case are one. */
export function freeRole(role: string, taken: readonly string[]): string {
  const lower = new Set(taken.map((one) => one.toLowerCase()));
  for (let number = 1; ; number += 1) {
    const end = number === 1 ? "" : `-${number}`;
    const made = role.slice(0, LONGEST_ROLE - end.length) + end;
    if (!lower.has(made.toLowerCase())) return made;
  }
}

/** A name as it is kept: one line, without spaces around, not longer than the lab takes. */
export const tidyName = (typed: string): string =>
  [...typed.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, "").trim()].slice(0, LONGEST_NAME).join("").trim();

/** In small letters and without accents: how names are searched. */
export const folded = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
