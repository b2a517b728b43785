/** One search at a time; results are drawn as they arrive. */

import { useEffect, useRef, useState } from "preact/hooks";
import { addLines, ended, failed, nothingSearched, type Search, startedSearch, stopped } from "../model/search";
import { ApiError } from "../net/http";
import { searchLines } from "../net/search-stream";

export interface Searching {
  readonly search: Search;
  start(words: string, session: string): void;
  stop(): void;
}

export function useSearch(): Searching {
  const [search, setSearch] = useState<Search>(nothingSearched);
  const running = useRef<AbortController | null>(null);
  const end = (): void => running.current?.abort();
  useEffect(() => end, []);

  const run = async (words: string, session: string, { signal }: AbortController): Promise<void> => {
    const change = (how: (now: Search) => Search): void => {
      if (!signal.aborted) setSearch(how);
    };
    try {
      for await (const lines of searchLines(words, session, signal)) change((now) => addLines(now, lines));
      change(ended);
    } catch (error) {
      const { reason, detail } = error instanceof ApiError ? error : new ApiError("broken", String(error));
      change((now) => failed(now, reason, detail));
    }
  };
  const start = (words: string, session: string): void => {
    end();
    if (words.trim() === "") return setSearch(nothingSearched);
    running.current = new AbortController();
    setSearch(startedSearch(words.trim()));
    void run(words.trim(), session, running.current);
  };
  const stop = (): void => {
    end();
    setSearch(stopped);
  };
  return { search, start, stop };
}
