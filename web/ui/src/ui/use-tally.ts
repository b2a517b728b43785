/** The votes of the open poll, also those that came before what this page holds of the log. */

import { useEffect, useRef, useState } from "preact/hooks";
import { counted, noVotes, type Tally } from "../model/poll";
import { firstOf } from "../model/records";
import type { Room } from "../model/room";
import type { Poll } from "../model/session-state";
import { fetchRecords } from "../net/http";

const PAGE = 1000;
/** Pages of a log that are read for one poll; a class needs one. */
const MOST_PAGES = 20;

/** Null while the votes are being read. */
export function useTally({ session, state: { poll }, log }: Room): Tally | null {
  const before = useEarlier(session, poll, log.last === null ? null : firstOf(log));
  const held = useRef<{ readonly of: Tally; readonly tally: Tally } | null>(null);
  if (!poll || !before) return null;
  const start = held.current?.of === before ? held.current.tally : before;
  const tally = counted(start, poll, log.records);
  held.current = { of: before, tally };
  return tally;
}

/** The tally up to the first record that is held, read once for each poll. */
function useEarlier(session: string, poll: Poll | null, first: number | null): Tally | null {
  const [known, setKnown] = useState<{ readonly poll: number; readonly tally: Tally } | null>(null);
  const seq = poll?.seq ?? null;
  const isThere = first !== null;
  const wanted = useRef(first);
  wanted.current = first;
  useEffect(() => {
    if (!poll || !isThere) return;
    let isOver = false;
    void readUpTo(session, poll, () => wanted.current ?? 0).then((tally) => {
      if (!isOver) setKnown({ poll: poll.seq, tally });
    });
    return () => {
      isOver = true;
    };
  }, [session, seq, isThere]);
  return known !== null && known.poll === seq ? known.tally : null;
}

async function readUpTo(session: string, poll: Poll, first: () => number): Promise<Tally> {
  let tally = noVotes(poll);
  for (let page = 0; page < MOST_PAGES && tally.upTo < first() - 1; page += 1) {
    const answer = await fetchRecords(session, { after: tally.upTo }, PAGE).catch(() => null);
    if (!answer || answer.records.length === 0) break;
    tally = counted(tally, poll, answer.records);
  }
  return tally;
}
