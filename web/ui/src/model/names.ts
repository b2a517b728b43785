/** The rule for the names of sessions and roles: docs/protocol.md, "Names". The server has the last word. */

const SESSION = /^[a-z0-9][a-z0-9_-]{0,47}$/;
const ROLE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/;
const DEVICE_NAME = /^(con|prn|aux|nul|(com|lpt)[0-9])$/;
const RESERVED_ROLES = new Set(["lab", "bridge"]);

export type SessionFault = "too-long" | "bad-letters" | "device-name";
export type RoleFault = "too-long" | "bad-letters" | "reserved";

/** What is wrong with a session's name; null when it may be used. An empty name is for the caller to judge. */
export function sessionFault(name: string): SessionFault | null {
  if (name.length > 48) return "too-long";
  if (!SESSION.test(name)) return "bad-letters";
  return DEVICE_NAME.test(name) ? "device-name" : null;
}

export function roleFault(name: string): RoleFault | null {
  if (name.length > 32) return "too-long";
  if (!ROLE.test(name)) return "bad-letters";
  return RESERVED_ROLES.has(name.toLowerCase()) ? "reserved" : null;
}

/** The nearest name that may be used, as "Aula 1" -> "aula-1"; empty when nothing is left of it. */
export function nearestSession(typed: string): string {
  const made = asciiWords(typed).toLowerCase().slice(0, 48);
  return made && sessionFault(made) === null ? made : "";
}

export function nearestRole(typed: string): string {
  const made = asciiWords(typed).slice(0, 32);
  return made && roleFault(made) === null ? made : "";
}

function asciiWords(typed: string): string {
  return typed
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .replace(/[^A-Za-z0-9_-]+/g, "-")
    .replace(/^[-_]+|-+$/g, "");
}

/** The session that an archived one was, by the name of its folder: docs/protocol.md, "Files". */
export const sessionOf = (archived: string): string => archived.replace(/_\d{8}-\d{6}(-\d{1,6})?$/, "");
