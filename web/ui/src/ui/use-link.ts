/** The record that the address leads to, also when the address changes. */

import { useEffect, useState } from "preact/hooks";
import { seqOf } from "../model/link";

export function useLink(): [number | null, () => void] {
  const [target, setTarget] = useState(() => seqOf(location.hash));
  useEffect(() => {
    const follow = (): void => setTarget(seqOf(location.hash));
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  const leave = (): void => {
    history.replaceState(null, "", location.pathname + location.search);
    setTarget(null);
  };
  return [target, leave];
}
