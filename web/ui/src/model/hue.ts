/** A colour per role, the same on every machine. The colours themselves are in style/hues.css. */

export const HUES = 12;

/** FNV-1a, folded. */
export function hueOf(role: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(role)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return ((hash ^ (hash >>> 15)) >>> 0) % HUES;
}
