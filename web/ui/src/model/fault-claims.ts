/** What a QoS costs, counted from the log: how many messages of a run stand there, and which of them twice. Pure. */

import { type LineRun, numbered } from "./fault-line";
import type { LabRecord } from "./record";

export interface Claim {
  readonly run: string;
  readonly role: string;
  /** null: the messages do not say. */
  readonly qos: number | null;
  readonly withId: boolean;
  readonly of: number;
  /** How often each message is in the log, from the first on. */
  readonly times: readonly number[];
  /** Whether the lab's own client still publishes. */
  readonly isOn: boolean;
  readonly gaveUp: boolean;
  /** PUBLISH packets that were sent again, as far as one knows. */
  readonly again: number;
}

export const MOST_CLAIMS = 8;
const MOST_MESSAGES = 200;

export const arrived = ({ times }: Claim): number => times.filter((count) => count > 0).length;
export const twice = ({ times }: Claim): number => times.filter((count) => count > 1).length;

interface Found {
  readonly role: string;
  of: number;
  qos: number | null;
  withId: boolean;
  readonly times: number[];
}

/**
 * The last runs of a line, the newest first: those of the lab's own client, and those of programs that publish like it.
 * What began before the records that one has is left out: it could not be counted.
 */
export function claimsOf(
  records: readonly LabRecord[],
  runs: readonly LineRun[],
  /** Runs of programs that passed this line. */
  passed: ReadonlySet<string>,
): Claim[] {
  const found = collect(records);
  const known = new Map(runs.filter((run) => isCovered(records, run)).map((run) => [run.run, run]));
  const names = [...found.keys()].filter((name) => passed.has(name) && !known.has(name));
  const claims = [...names, ...known.keys()].map((name) => claimOf(name, found.get(name), known.get(name)));
  return claims.reverse().slice(0, MOST_CLAIMS);
}

/** Whether everything since the beginning of a run is there. */
function isCovered(records: readonly LabRecord[], { began }: LineRun): boolean {
  const first = records[0];
  return first === undefined || first.seq === 1 || Date.parse(first.at) < began;
}

/** How far back a page has to read to count these runs; null when it has all of that. */
export function missingBefore(records: readonly LabRecord[], runs: readonly LineRun[]): number | null {
  const [oldest] = runs.slice(-MOST_CLAIMS);
  const first = records[0];
  return first && oldest && !isCovered(records, oldest) ? first.seq : null;
}

function collect(records: readonly LabRecord[]): Map<string, Found> {
  const found = new Map<string, Found>();
  for (const { data, role, id } of records) {
    const message = data ? numbered(data) : null;
    if (!data || !message || message.n > MOST_MESSAGES) continue;
    const run = found.get(message.run) ?? { role, of: 0, qos: null, withId: id !== undefined, times: [] };
    found.set(message.run, run);
    const { of, qos } = data;
    run.of = Math.max(run.of, message.n, typeof of === "number" && of <= MOST_MESSAGES ? of : 0);
    run.qos = typeof qos === "number" ? qos : run.qos;
    run.times[message.n - 1] = (run.times[message.n - 1] ?? 0) + 1;
  }
  return found;
}

function claimOf(name: string, found: Found | undefined, run: LineRun | undefined): Claim {
  const of = run?.count ?? found?.of ?? 0;
  return {
    run: name,
    role: found?.role ?? "",
    qos: run?.qos ?? found?.qos ?? null,
    withId: run?.withId ?? found?.withId ?? false,
    of,
    times: Array.from({ length: of }, (_, place) => found?.times[place] ?? 0),
    isOn: run?.phase === "waiting" || run?.phase === "sending",
    gaveUp: run?.phase === "gave-up",
    again: run?.again ?? 0,
  };
}
