/** The page's words and settings, for every component below. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Page } from "../page";

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error("a component is drawn outside of its page");
  return page;
}
