/** The order of the cards of devices: by name until somebody moves one. Pure. */

/** Roles in the order that was chosen; those that it does not name follow by name. */
export function ordered(roles: readonly string[], chosen: readonly string[]): string[] {
  const there = new Set(roles);
  const first = [...new Set(chosen)].filter((role) => there.has(role));
  const placed = new Set(first);
  const others = roles.filter((role) => !placed.has(role));
  return [...first, ...others.sort((one, other) => one.localeCompare(other))];
}

/** The order with one role moved up (-1) or down (1), as far as there is a place. */
export function movedBy(order: readonly string[], role: string, by: -1 | 1): string[] {
  const from = order.indexOf(role);
  const to = from + by;
  if (from < 0 || to < 0 || to >= order.length) return [...order];
  const next = order.filter((one) => one !== role);
  next.splice(to, 0, role);
  return next;
}
