/** The path below which the lab is served: empty, or as `/lab` behind a proxy. The server tells it in `data-base`. */

const base = (): string => globalThis.document?.getElementById("app")?.dataset["base"] ?? "";

/** The name of what this lab keeps in the browser's storage, which labs below other prefixes of one host share. */
export const storageKey = (name: string): string => `lab${base()}.${name}`;

/** A path of the lab, as `/s/aula1`, as the browser has to ask for it. */
export const labPath = (path: string): string => base() + path;

/** A path of the browser as the lab knows it. */
export const withoutBase = (path: string): string => (path.startsWith(`${base()}/`) ? path.slice(base().length) : path);
