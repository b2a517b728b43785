/** State of the fault lab's page: the line that is watched, the lines of the class, and what is asked of the lab. */

import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type FaultsWords, faultsWordsOf } from "../i18n/faults";
import { missingBefore } from "../model/fault-claims";
import type { FaultLine, LineRun } from "../model/fault-line";
import { type Faults, faultsOf, noFaults, rulesOf } from "../model/fault-rules";
import type { LabRecord } from "../model/record";
import type { Log } from "../model/records";
import { LineWatcher, nothingWatched, openLine, type Watched } from "../net/faults";
import { ApiError, fetchRecords } from "../net/http";
import { usePage } from "./context";
import { throttleDrawing } from "./throttle-drawing";

/** A slider that moves sends where it rests. */
const REST_MS = 250;

export const useFaultsWords = (): FaultsWords => faultsWordsOf(usePage().lang);

/** Why something was refused, for people. */
export function problemText(words: FaultsWords, { reason, detail }: { reason: string; detail: string }): string {
  return words.problems[reason] ?? words.failed(detail);
}

export interface Watching {
  readonly watched: Watched;
  told(line: FaultLine): void;
}

export function useLine(session: string, role: string): Watching {
  const [watched, setWatched] = useState(nothingWatched);
  const watcher = useRef<LineWatcher | null>(null);
  useEffect(() => {
    setWatched(nothingWatched);
    let known = nothingWatched;
    const draw = throttleDrawing(() => setWatched(known));
    const made = new LineWatcher(session, role, (now) => {
      known = now;
      draw();
    });
    watcher.current = made;
    made.start();
    return () => made.stop();
  }, [session, role]);
  const told = useCallback((line: FaultLine) => watcher.current?.told(line), []);
  return { watched, told };
}

/** The faults that are shown: the lab's, but while one sets them what one sets. */
export function useFaults(role: string, { watched: { line }, told }: Watching, onProblem: (text: string) => void) {
  const { session } = usePage();
  const words = useFaultsWords();
  const [faults, setFaults] = useState<Faults>(noFaults);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const isBusy = useRef(false);
  const rules = line?.rules;
  useEffect(() => {
    if (rules && !isBusy.current) setFaults((before) => faultsOf(rules, before));
  }, [rules]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const send = async (wanted: Faults): Promise<void> => {
    try {
      told(await openLine(session, role, rulesOf(wanted)));
      onProblem("");
    } catch (error) {
      onProblem(problemText(words, refusalIn(error)));
    }
    isBusy.current = false;
  };
  const set = (wanted: Faults): void => {
    isBusy.current = true;
    setFaults(wanted);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void send(wanted), REST_MS);
  };
  return [faults, set] as const;
}

/** Records that are read at a time, and how often. */
const PAGE = 1000;
const MOST_PAGES = 5;

/** The records of the room, with as many before them as the runs of the line need. */
export function useRecords(session: string, { records, generation }: Log, runs: readonly LineRun[]) {
  const [older, setOlder] = useState<{ generation: number; records: readonly LabRecord[]; pages: number }>(
    NOTHING_OLDER,
  );
  const isAsking = useRef(false);
  const known = older.generation === generation ? older : { ...NOTHING_OLDER, generation };
  const all = useMemo(() => together(known.records, records), [known.records, records]);
  const before = known.pages < MOST_PAGES ? missingBefore(all, runs) : null;
  useEffect(() => {
    if (before === null || isAsking.current) return;
    isAsking.current = true;
    fetchRecords(session, { before }, PAGE)
      .then((page) => page.records)
      .catch(() => [])
      .then((found) => {
        isAsking.current = false;
        setOlder({ generation, records: together(found, all), pages: known.pages + 1 });
      });
  }, [session, before, generation]);
  return all;
}

const NOTHING_OLDER = { generation: 0, records: [] as readonly LabRecord[], pages: 0 };

/** One row: `newer` as it is, and of `older` what is before it. */
function together(older: readonly LabRecord[], newer: readonly LabRecord[]): readonly LabRecord[] {
  const first = newer[0]?.seq ?? Number.POSITIVE_INFINITY;
  const before = older.filter(({ seq }) => seq < first);
  return before.length > 0 ? [...before, ...newer] : newer;
}

export const refusalIn = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError("unreachable", String(error));
