/** Words for what devices tell. Keys and commands that are not named here stand as they came. */

const known = (names: Readonly<Record<string, string>>): Readonly<Record<string, string>> => names;

export const readingsEn = {
  yes: "yes",
  no: "no",
  keys: known({ on: "on", device: "device", commands: "commands", running: "program running", value: "value" }),
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
  hints: {
    "single-quotes": 'Not read as data: JSON takes double quotation marks, as in {"temperature": 23.5}.',
    "not-a-number": "Not read as data: JSON has no NaN, None or Infinity. Leave the value out, or send null.",
    "trailing-comma": "Not read as data: take away the comma before the bracket.",
    "decimal-comma": "Not read as data: write the number with a point, as 23.5.",
    "unquoted-key": 'Not read as data: JSON takes quotation marks around names, as in {"t": 23.5}.',
    "bad-json": "Not read as data: this is almost JSON. Compare the brackets and quotation marks.",
  },
  /** What one says to switch a lamp on. */
  lampOn: "on",
  tryIt: "try:",
  count: (count: number): string => (count === 1 ? "1 reading" : `${count} readings`),
  andOthers: (count: number): string => `and ${count} more`,
};
