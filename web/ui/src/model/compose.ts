/** From what somebody typed to a message: its id, whether it fits. */

import type { Draft } from "./outbox";

const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

/** An id for a message: 80 random bits. `crypto.randomUUID` is missing on plain http, `getRandomValues` is not. */
export function newId(random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>): string {
  const bytes = random(new Uint8Array(16));
  return [...bytes].map((byte) => LETTERS[byte & 31]).join("");
}

/** Half a surrogate pair is no Unicode: JSON can't carry it everywhere. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, "\uFFFD");

/** Size of the payload that carries it, in bytes. */
export function payloadSize({ text, to, id }: Pick<Draft, "text" | "to" | "id">): number {
  return new TextEncoder().encode(JSON.stringify(to ? { text, id, to } : { text, id })).length;
}
