/** Words for what devices tell. Keys and commands that are not named here stand as they came. */

const known = (names: Readonly<Record<string, string>>): Readonly<Record<string, string>> => names;

export const readingsEn = {
  yes: "yes",
  no: "no",
  keys: known({ on: "on", device: "device", commands: "commands", running: "program running" }),
  commands: known({
    on: "on",
    off: "off",
    toggle: "toggle",
    status: "status",
    set: "set",
    open: "open",
    close: "close",
    press: "press",
    reset: "reset",
  }),
  /** What one says to switch a lamp on. */
  lampOn: "on",
  tryIt: "try:",
  count: (count: number): string => (count === 1 ? "1 reading" : `${count} readings`),
  andOthers: (count: number): string => `and ${count} more`,
};
