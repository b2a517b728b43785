/** The display names in the sessions that a search found something in: each is asked for once. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { Names } from "../model/person-name";
import type { Hit } from "../model/search";
import { fetchArchivedState, fetchState } from "../net/session-state";

/** Sessions that are asked; a search sends at most some hundred hits. */
const MOST = 50;
const NONE: Names = new Map();

type Of = Pick<Hit, "session" | "archived">;

const keyOf = ({ session, archived }: Of): string => (archived ? `a/${archived}` : `s/${session}`);

const ask = async ({ session, archived }: Of): Promise<Names> =>
  archived ? (await fetchArchivedState(archived)).names : (await fetchState(session)).state.names;

export function useHitNames(hits: readonly Hit[]): (hit: Of) => Names {
  const [known, setKnown] = useState<ReadonlyMap<string, Names>>(new Map());
  const asked = useRef(new Set<string>());
  useEffect(() => {
    for (const hit of hits) {
      const key = keyOf(hit);
      if (asked.current.has(key) || asked.current.size >= MOST) continue;
      asked.current.add(key);
      // Without its names a hit shows the role.
      ask(hit).then(
        (names) => setKnown((before) => new Map(before).set(key, names)),
        () => undefined,
      );
    }
  }, [hits]);
  return (hit) => known.get(keyOf(hit)) ?? NONE;
}
