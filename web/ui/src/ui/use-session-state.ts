/** The state of this page's session where no room tells it: asked for now and then while the page is seen. */

import { useCallback } from "preact/hooks";
import { NO_STATE, type SessionState } from "../model/session-state";
import { fetchState } from "../net/session-state";
import { usePolled } from "./use-polled";

const EVERY_MS = 5_000;

export interface Known {
  readonly state: SessionState;
  /** The name under which it is archived, when it is over. */
  readonly archived: string;
  readonly isKnown: boolean;
}

export function useSessionState(session: string): Known {
  const ask = useCallback(() => fetchState(session), [session]);
  const { value } = usePolled(ask, EVERY_MS);
  return { state: value?.state ?? NO_STATE, archived: value?.archived ?? "", isKnown: value !== null };
}
