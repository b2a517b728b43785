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

/** What a draft says, as the lab's interfaces take it. */
export function contentOf({ id, text, to, re, reaction }: Pick<Draft, "id" | "text" | "to" | "re" | "reaction">): {
  readonly id: string;
  readonly text?: string;
  readonly to?: string;
  readonly data?: { readonly re: number; readonly reaction?: string };
} {
  return {
    id,
    ...(text ? { text } : {}),
    ...(to ? { to } : {}),
    ...(re === undefined ? {} : { data: { re, ...(reaction === undefined ? {} : { reaction }) } }),
  };
}

/** Size of the payload that carries it, in bytes. */
export function payloadSize(draft: Pick<Draft, "id" | "text" | "to" | "re" | "reaction">): number {
  const { data, ...named } = contentOf(draft);
  return new TextEncoder().encode(JSON.stringify({ ...named, ...data })).length;
}
