/** The switches and sliders of the fault lab, and the rules that they stand for: docs/faults.md. Pure. */

export const FAULTS = [
  "lose-publish",
  "lose-puback",
  "double-publish",
  "delay-publish",
  "slow-publish",
  "cut-connect",
  "cut-publish",
  "cut-pubrec",
  "hang-publish",
] as const;
export type Fault = (typeof FAULTS)[number];

export interface FaultSetting {
  readonly on: boolean;
  /** The probability in percent; null: the next packet alone. */
  readonly percent: number | null;
  /** Of faults that take a time. */
  readonly seconds: number;
}

export interface Faults {
  readonly settings: Readonly<Record<Fault, FaultSetting>>;
  /** Rules that have no switch here: somebody set them over HTTP. */
  readonly others: readonly string[];
}

export const isTimed = (fault: Fault): boolean => /^(delay|slow)-/.test(fault);

/** A connection that ends or hangs each time never gets anywhere: once is the usual wish. */
const isOnce = (fault: Fault): boolean => /^(cut|hang)-/.test(fault);

export const PERCENT = 30;
export const SECONDS = 1;

const atFirst = (fault: Fault): FaultSetting => ({
  on: false,
  percent: isOnce(fault) ? null : PERCENT,
  seconds: SECONDS,
});

export const noFaults: Faults = {
  settings: Object.fromEntries(FAULTS.map((fault) => [fault, atFirst(fault)])) as Record<Fault, FaultSetting>,
  others: [],
};

/** The faults that the lab's rules are. What is off keeps what its sliders were at. */
export function faultsOf(rules: readonly string[], before: Faults = noFaults): Faults {
  const settings = { ...before.settings };
  for (const fault of FAULTS) settings[fault] = { ...settings[fault], on: false };
  const others: string[] = [];
  for (const rule of rules) {
    const read = readRule(rule);
    if (read && !settings[read.fault].on) settings[read.fault] = read.setting;
    else others.push(rule);
  }
  return { settings, others };
}

/** The rules as the lab takes them. */
export function rulesOf({ settings, others }: Faults): string[] {
  return [...FAULTS.filter((fault) => settings[fault].on).map((fault) => ruleOf(fault, settings[fault])), ...others];
}

export function ruleOf(fault: Fault, { percent, seconds }: FaultSetting): string {
  const often = percent === null ? ":next 1" : `:${percent}%`;
  return `${fault}${percent === 100 ? "" : often}${isTimed(fault) ? `:${seconds}s` : ""}`;
}

function readRule(rule: string): { fault: Fault; setting: FaultSetting } | null {
  const [name, ...options] = rule.split(":");
  const fault = FAULTS.find((one) => one === name);
  if (!fault) return null;
  let setting: FaultSetting = { on: true, percent: 100, seconds: SECONDS };
  for (const option of options) {
    const number = Number(option.replace(/^next |%$|s$/g, ""));
    if (option === "next 1") setting = { ...setting, percent: null };
    else if (option.endsWith("%")) setting = { ...setting, percent: number };
    else if (option.endsWith("s")) setting = { ...setting, seconds: number };
    else return null; // "next 7": no slider says that
  }
  return { fault, setting };
}
