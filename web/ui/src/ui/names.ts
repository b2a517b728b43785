/** The display names of this page's session, for every component that shows a role. */

import { createContext } from "preact";
import { useCallback, useContext } from "preact/hooks";
import { type Names, nameOf } from "../model/person-name";

export const NamesContext = createContext<Names>(new Map());

/** What says how people see a role. */
export function useNameOf(): (role: string) => string {
  const names = useContext(NamesContext);
  return useCallback((role: string) => nameOf(names, role), [names]);
}
