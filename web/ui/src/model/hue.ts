/** A colour per role. The colours themselves are in style/hues.css. */

export const HUES = 12;
/** Roles that are told apart; beyond, each has the colour of its name. */
const MOST_ROLES = 2000;

/**
 * Gives each role a colour: that of its name, the same on every machine, unless more roles have it than another one; then the
 * next one that fewest have. So of twelve people no two look alike. Roles with a display name come first, in the order in
 * which the log names them, so that a phone and the projector agree. Others follow in the order in which they are drawn.
 */
export class Hues {
  private named: ReadonlyMap<string, number> = new Map();
  private readonly given = new Map<string, number>();
  private uses = new Array<number>(HUES).fill(0);

  /** Set the roles with a display name, in small letters, in the order of the log. */
  name(roles: Iterable<string>): void {
    const named = new Map<string, number>();
    this.uses = new Array<number>(HUES).fill(0);
    for (const role of roles) named.set(role, this.take(role));
    this.named = named;
    for (const [role, hue] of this.given) {
      if (named.has(role)) this.given.delete(role);
      else this.use(hue);
    }
  }

  of(role: string): number {
    const key = role.toLowerCase();
    const known = this.named.get(key) ?? this.given.get(key);
    if (known !== undefined) return known;
    if (this.given.size >= MOST_ROLES) return hashOf(key);
    const hue = this.take(key);
    this.given.set(key, hue);
    return hue;
  }

  private take(key: string): number {
    const hue = this.freeFrom(hashOf(key));
    this.use(hue);
    return hue;
  }

  private use(hue: number): void {
    this.uses[hue] = (this.uses[hue] ?? 0) + 1;
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

/** Tell the page's colours who has a name in its session. */
export const nameHues = (roles: Iterable<string>): void => page.name(roles);

/** FNV-1a, folded. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return ((hash ^ (hash >>> 15)) >>> 0) % HUES;
}
