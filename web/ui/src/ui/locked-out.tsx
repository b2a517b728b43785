import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { labPath, withoutBase } from "../base";
import { door } from "../net/door";
import { usePage } from "./context";

/** Stands above every page: says when one is not in any more, and where to come in again. */
export function LockedOut(): VNode | null {
  const { words } = usePage();
  const [isOut, setOut] = useState(false);
  useEffect(() => door.watch(setOut), []);
  if (!isOut) return null;
  const here = withoutBase(location.pathname) + location.search;
  return (
    <div class="banner refused locked-out" role="alert">
      <span>{words.lockedOut}</span>
      <a href={labPath(`/enter?next=${encodeURIComponent(here)}`)}>{words.enterAgain}</a>
    </div>
  );
}
