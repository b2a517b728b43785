/** Filters the list of sessions by name, and lists who is present in a session. */

import type { Participant } from "./record";

/** Small letters without accents: "Introdução" -> "introducao". */
export const folded = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();

/** The sessions whose name contains every typed word; case and accents are ignored. */
export function matching<T extends { readonly session: string }>(summaries: readonly T[], typed: string): readonly T[] {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  return summaries.filter(({ session }) => words.every((word) => folded(session).includes(word)));
}

/** The roles that are online, or offline, sorted by name. */
export const rolesOf = (participants: readonly Participant[], online: boolean): string[] =>
  participants
    .filter((participant) => participant.online === online)
    .map(({ role }) => role)
    .sort((one, other) => one.localeCompare(other));
