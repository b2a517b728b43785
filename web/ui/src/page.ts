/** What the server hands over: the data-* attributes of `<main id="app">`. */

import { type Dictionary, dictionaryOf } from "./i18n";

export const DEFAULT_MAX_PAYLOAD = 65536;

export interface Page {
  readonly root: HTMLElement;
  /** BCP 47 tag, as `pt-BR`. */
  readonly lang: string;
  readonly words: Dictionary;
  /** Empty on the page of sessions. */
  readonly session: string;
  /** Empty on all pages but that of a role. */
  readonly role: string;
  /** Where a device finds the broker. */
  readonly host: string;
  readonly mqttPort: number;
  /** Behind it are the ports of the fault lab's lines; 0 when it is not told. */
  readonly faultsPort: number;
  /** Largest payload of a message, in bytes. */
  readonly maxPayload: number;
  /** Whether one may do what only a teacher may in a closed lab; in an open one everybody may. */
  readonly mayManage: boolean;
  /** Whether the lab asks for a code. */
  readonly isClosed: boolean;
  /** Whether one may write in a session. Who has no right but to look may not. */
  readonly mayWrite: boolean;
}

/** A server that listens on every network is found where this page was found. */
const isEveryNetwork = (host: string): boolean => ["", "0.0.0.0", "::"].includes(host);

export function readPage(root: HTMLElement): Page {
  const {
    lang = "pt-BR",
    session = "",
    role = "",
    host = "",
    mqttPort,
    faultsPort,
    maxPayload,
    right,
    token,
  } = root.dataset;
  return {
    root,
    lang,
    words: dictionaryOf(lang),
    session,
    role,
    host: isEveryNetwork(host) ? location.hostname : host,
    mqttPort: Number(mqttPort) || 1883,
    faultsPort: Number(faultsPort) || 0,
    maxPayload: Number(maxPayload) || DEFAULT_MAX_PAYLOAD,
    mayManage: right !== "pupil",
    isClosed: Boolean(token),
    mayWrite: right !== "anybody",
  };
}
