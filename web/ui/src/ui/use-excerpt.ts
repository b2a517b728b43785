/** A stretch of a log around a record, or its end, read over HTTP page by page. */

import { useEffect, useRef, useState } from "preact/hooks";
import { type Excerpt, firstIn, holds, lastIn, withNewer, withOlder } from "../model/excerpt";
import { ApiError, type Page, type Place } from "../net/http";

export type Pull = (place: Place | null, limit: number) => Promise<Page>;

export type Reading =
  | { state: "loading" }
  | { state: "ready"; excerpt: Excerpt }
  /** The log has no such record. */
  | { state: "missing" }
  | { state: "failed"; reason: string };

export interface Excerpts {
  readonly reading: Reading;
  older(): void;
  newer(): void;
  retry(): void;
}

const PAGE = 200;
const BEHIND = 50;

/** `pull` must stay the same function; `isWanted` false reads nothing. */
export function useExcerpt(pull: Pull, target: number | null, isWanted = true): Excerpts {
  const [reading, setReading] = useState<Reading>({ state: "loading" });
  const [tries, setTries] = useState(0);
  const isAsking = useRef(false);
  useEffect(() => {
    if (!isWanted) return undefined;
    let isLeft = false;
    setReading({ state: "loading" });
    void begin(pull, target).then((first) => isLeft || setReading(first));
    return () => {
      isLeft = true;
    };
  }, [pull, target, isWanted, tries]);

  const grow = (place: Place, join: (excerpt: Excerpt, page: Page) => Excerpt): void => {
    if (isAsking.current) return;
    isAsking.current = true;
    void pull(place, PAGE)
      .then(
        (page) =>
          setReading((now) => (now.state === "ready" ? { state: "ready", excerpt: join(now.excerpt, page) } : now)),
        () => undefined, // What is there stays; going on scrolling asks again.
      )
      .finally(() => (isAsking.current = false));
  };
  const held = reading.state === "ready" ? reading.excerpt : null;
  return {
    reading,
    older: () =>
      held &&
      firstIn(held) > 1 &&
      grow({ before: firstIn(held) }, (excerpt, { records }) => withOlder(excerpt, records)),
    newer: () =>
      held && grow({ after: lastIn(held) }, (excerpt, { records, lastSeq }) => withNewer(excerpt, records, lastSeq)),
    retry: () => setTries(tries + 1),
  };
}

async function begin(pull: Pull, target: number | null): Promise<Reading> {
  try {
    const { records, lastSeq } = await pull(target === null ? null : { before: target + BEHIND }, PAGE);
    const excerpt = { records, newest: lastSeq };
    return target === null || holds(excerpt, target) ? { state: "ready", excerpt } : { state: "missing" };
  } catch (error) {
    return { state: "failed", reason: error instanceof ApiError ? error.reason : String(error) };
  }
}
