/** How others come into a session: docs/protocol.md, `GET /api/join`. */

/** How the lab is known over TLS: `plain`, without; `ca`, by what `/ca.pem` gives; `known`, by what systems trust. */
export type Trust = "plain" | "ca" | "known";

export interface Join {
  /** The page's address for the network, without a slash at its end. */
  readonly url: string;
  /** Where the broker is, for a device. */
  readonly host: string;
  readonly mqttPort: number;
  /** The class's code, as people read it; empty in an open lab, which asks for none. */
  readonly code: string;
  readonly trust: Trust;
}

/** `alone`: the lab listens on this machine only. `no-network`: it would let others in, but has no address for them. */
export type Reach = "network" | "alone" | "no-network";

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i;

export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

/** Who can reach the lab at `host` when it listens on `listens`. */
export function reachOf(host: string, listens: string): Reach {
  if (!isLoopback(host)) return "network";
  return isLoopback(listens) ? "alone" : "no-network";
}

/** The address that one opens, or points a camera at. */
export const addressOf = ({ url }: Join, session: string): string => `${url.replace(/\/+$/, "")}/s/${session}`;

/** The command that starts this lab again, open to the network. `given`: what it was started with. */
export const openCommand = (given: string): string => `python lab.py --host 0.0.0.0 ${given}`.trimEnd();
