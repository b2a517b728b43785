/** What the messages of a list say about one another: the reactions to each, and the message that a reply quotes. */

import { type ComponentChildren, createContext, type VNode } from "preact";
import { useCallback, useContext, useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Outbox } from "../model/outbox";
import { NO_REACTIONS, type Reactions, reactionsIn, withPending } from "../model/reactions";
import type { LabRecord } from "../model/record";
import type { Page, Place } from "../net/http";

export const ReactionsContext = createContext<Reactions["given"]>(new Map());

/** Finds a record by its `seq`; null when there is none, or it could not be asked for. */
export interface Quotes {
  held(seq: number): LabRecord | null;
  find(seq: number): Promise<LabRecord | null>;
}

const QuotesContext = createContext<Quotes | null>(null);

interface Props {
  /** Ascending. */
  readonly records: readonly LabRecord[];
  readonly pull: (place: Place, limit: number) => Promise<Page>;
  /** What this window has sent and not yet seen in the log. */
  readonly pending?: { readonly outbox: Outbox; readonly role: string };
  readonly children: ComponentChildren;
}

export function Talk({ records, pull, pending, children }: Props): VNode {
  const known = useRef<Reactions>(NO_REACTIONS);
  const given = useMemo(() => {
    known.current = reactionsIn(records, known.current);
    return known.current.given;
  }, [records]);
  const [outbox, role] = [pending?.outbox, pending?.role ?? ""];
  const all = useMemo(() => (outbox ? withPending(given, outbox, role) : given), [given, outbox, role]);
  return (
    <QuotesContext.Provider value={useQuotes(records, pull)}>
      <ReactionsContext.Provider value={all}>{children}</ReactionsContext.Provider>
    </QuotesContext.Provider>
  );
}

function useQuotes(records: readonly LabRecord[], pull: Props["pull"]): Quotes {
  const row = useRef(records);
  row.current = records;
  return useMemo(() => {
    const asked = new Map<number, Promise<LabRecord | null>>();
    const held = (seq: number): LabRecord | null => inRow(row.current, seq);
    const ask = async (seq: number): Promise<LabRecord | null> => {
      const page = await pull({ after: seq - 1 }, 1).catch(() => null);
      if (page === null) asked.delete(seq);
      return page?.records.find((record) => record.seq === seq) ?? null;
    };
    const find = (seq: number): Promise<LabRecord | null> => {
      const found = asked.get(seq) ?? ask(seq);
      asked.set(seq, found);
      return found;
    };
    return { held, find };
  }, [pull]);
}

/** Records in a row: the place follows from the `seq`. */
function inRow(records: readonly LabRecord[], seq: number): LabRecord | null {
  const record = records[seq - (records[0]?.seq ?? 0)];
  return record?.seq === seq ? record : (records.find((one) => one.seq === seq) ?? null);
}

/** The record that a reply quotes: undefined while it is being asked for, null when there is none. */
export function useQuoted(seq: number): LabRecord | null | undefined {
  const quotes = useContext(QuotesContext);
  const held = useCallback(() => quotes?.held(seq) ?? undefined, [quotes, seq]);
  const [record, setRecord] = useState<LabRecord | null | undefined>(held);
  useEffect(() => {
    if (record !== undefined || !quotes) return;
    let isOver = false;
    void quotes.find(seq).then((found) => !isOver && setRecord(found));
    return () => {
      isOver = true;
    };
  }, [quotes, seq, record]);
  return record;
}
