/** `@role` in a text: to offer the participants while it is typed, and to see whether one's own role is meant. */

import { isSameRole } from "./addressing";
import { folded } from "./person-name";
import type { LabRecord } from "./record";

const TYPED = /(?:^|\s)@([\p{L}\p{M}\p{N}_-]{0,32})$/u;
const OFFERED = 8;

/** The mention that is being typed: where its `@` stands, and what follows it so far. */
export interface Typed {
  readonly at: number;
  readonly name: string;
}

export function typedAt(text: string, caret: number): Typed | null {
  const name = TYPED.exec(text.slice(0, caret))?.[1];
  return name === undefined ? null : { at: caret - name.length - 1, name };
}

/** Roles that match, by role or by display name: first those that begin with the text, then those that contain it. */
export function offersFor(
  { name }: Typed,
  roles: readonly string[],
  nameOf: (role: string) => string = (role) => role,
): string[] {
  const wanted = folded(name);
  const written = (role: string): string[] => [folded(role), folded(nameOf(role))];
  const found = [...new Set(roles)].filter((role) => written(role).some((one) => one.includes(wanted)));
  const begins = (role: string): number => (written(role).some((one) => one.startsWith(wanted)) ? 0 : 1);
  return found.sort((one, other) => begins(one) - begins(other) || one.localeCompare(other)).slice(0, OFFERED);
}

/** The text with the mention in full, and where the caret then stands. */
export function complete(text: string, { at, name }: Typed, role: string): { text: string; caret: number } {
  const rest = text.slice(at + 1 + name.length).replace(/^ /, "");
  const head = `${text.slice(0, at)}@${role} `;
  return { text: head + rest, caret: head.length };
}

export interface Piece {
  readonly text: string;
  readonly isMention: boolean;
}

/** Cut a text at the mentions of a role, in whichever case; the pieces make it up again. */
export function cutAtMentions(text: string, role: string): Piece[] {
  if (!role || !text.toLowerCase().includes(`@${role.toLowerCase()}`)) return [{ text, isMention: false }];
  const parts = text.split(new RegExp(`(?<![A-Za-z0-9_@-])(@${role})(?![A-Za-z0-9_-])`, "i"));
  return parts.map((part, index) => ({ text: part, isMention: index % 2 === 1 })).filter((piece) => piece.text !== "");
}

/** Whether somebody else means a role: says something to it, or mentions it. */
export const meansMe = (record: LabRecord, role: string): boolean =>
  role !== "" &&
  !record.event &&
  !isSameRole(record.role, role) &&
  (isSameRole(record.to, role) || isMentioned(record.text ?? "", role));

export const isMentioned = (text: string, role: string): boolean =>
  cutAtMentions(text, role).some((piece) => piece.isMention);
