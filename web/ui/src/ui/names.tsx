/** The display names of this page's session, for every component that shows a role. */

import { type ComponentChildren, createContext, type VNode } from "preact";
import { useCallback, useContext, useMemo } from "preact/hooks";
import { nameHues } from "../model/hue";
import { type Names, nameOf } from "../model/person-name";

/** Of one session among several on a page. */
export const NamesContext = createContext<Names>(new Map());

/** Those of the page's session: they also say which colours its roles have. */
export function SessionNames({ names, children }: { names: Names; children: ComponentChildren }): VNode {
  // Before anything below is drawn: a colour that changes later would flicker.
  useMemo(() => nameHues(names.keys()), [names]);
  return <NamesContext.Provider value={names}>{children}</NamesContext.Provider>;
}

/** What says how people see a role. */
export function useNameOf(): (role: string) => string {
  const names = useContext(NamesContext);
  return useCallback((role: string) => nameOf(names, role), [names]);
}
