/** A colour per role. The colours themselves are in style/hues.css. */

export const HUES = 12;
/** Roles that are told apart; beyond, each has the colour of its name. */
const MOST_ROLES = 2000;

/**
 * Gives each role a colour: that of its name, the same on every machine, unless more roles have it than another one; then the
 * next one that fewest have. So of twelve people no two look alike. A role keeps its colour.
 */
export class Hues {
  private readonly given = new Map<string, number>();
  private readonly uses = new Array<number>(HUES).fill(0);

  of(role: string): number {
    const key = role.toLowerCase();
    const known = this.given.get(key);
    if (known !== undefined) return known;
    const wanted = hashOf(key);
    if (this.given.size >= MOST_ROLES) return wanted;
    const hue = this.freeFrom(wanted);
    this.given.set(key, hue);
    this.uses[hue] = (this.uses[hue] ?? 0) + 1;
    return hue;
  }

  private freeFrom(wanted: number): number {
    const fewest = Math.min(...this.uses);
    for (let step = 0; step < HUES; step += 1) {
      // Neighbours look alike, so the search goes round in steps of five.
      const hue = (wanted + 5 * step) % HUES;
      if (this.uses[hue] === fewest) return hue;
    }
    return wanted;
  }
}

/** The colours of this page. */
const page = new Hues();

export const hueOf = (role: string): number => page.of(role);

/** FNV-1a, folded. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return ((hash ^ (hash >>> 15)) >>> 0) % HUES;
}
