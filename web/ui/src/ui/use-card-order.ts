/** The order of this session's cards, remembered by this browser. */

import { useState } from "preact/hooks";
import { storageKey } from "../base";
import { movedBy, ordered } from "../model/card-order";
import { browserStorage } from "../net/storage";

export interface CardOrder {
  of(roles: readonly string[]): string[];
  move(roles: readonly string[], role: string, by: -1 | 1): void;
}

export function useCardOrder(session: string): CardOrder {
  const [chosen, setChosen] = useState(() => remembered(session));
  const move = (roles: readonly string[], role: string, by: -1 | 1): void => {
    const next = movedBy(ordered(roles, chosen), role, by);
    setChosen(next);
    try {
      browserStorage()?.setItem(keyOf(session), JSON.stringify(next));
    } catch {
      // A browser that refuses storage begins by name again.
    }
  };
  return { of: (roles) => ordered(roles, chosen), move };
}

const keyOf = (session: string): string => storageKey(`devices-order/${session}`);

function remembered(session: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(browserStorage()?.getItem(keyOf(session)) ?? "[]");
    return Array.isArray(value) ? value.filter((role) => typeof role === "string") : [];
  } catch {
    return [];
  }
}
