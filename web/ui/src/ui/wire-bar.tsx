import type { VNode } from "preact";
import { type Filter, toggled } from "../model/wire-filter";
import { KINDS } from "../model/wire-packet";
import { useWireWords } from "./wire-words";

interface Props {
  readonly filter: Filter;
  readonly shown: number;
  readonly all: number;
  /** How many came while paused; null when running. */
  readonly paused: number | null;
  readonly dropped: number;
  readonly onFilter: (filter: Filter) => void;
  readonly onPause: () => void;
  readonly onClear: () => void;
}

/** What to see of the wire, and whether it runs. */
export function WireBar({ filter, shown, all, paused, dropped, onFilter, onPause, onClear }: Props): VNode {
  const words = useWireWords();
  return (
    <div class="wire-bar">
      <div class="wire-bar-row">
        <input
          type="search"
          class="form-control"
          value={filter.text}
          placeholder={words.filter}
          aria-label={words.filterHint}
          title={words.filterHint}
          autocapitalize="none"
          spellcheck={false}
          onInput={(event) => onFilter({ ...filter, text: event.currentTarget.value })}
        />
        <button type="button" class="btn btn-primary" onClick={onPause}>
          {paused === null ? words.pause : words.resume}
        </button>
        <button type="button" class="btn btn-quiet" onClick={onClear}>
          {words.clear}
        </button>
      </div>
      <div class="wire-bar-row wire-kinds" role="group" aria-label={words.kindsShown}>
        {KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            class={`kind-toggle is-${kind}`}
            aria-pressed={!filter.without.has(kind)}
            onClick={() => onFilter(toggled(filter, kind))}
          >
            {words.kinds[kind]}
          </button>
        ))}
      </div>
      <p class="wire-count">
        <span>{words.packetCount(shown, all)}</span>
        {filter.topic && (
          <span>
            {words.onlyTopic(filter.topic)}{" "}
            <button type="button" class="btn btn-link" onClick={() => onFilter({ ...filter, topic: "" })}>
              {words.showAll}
            </button>
          </span>
        )}
        {paused !== null && <span class="wire-paused">{words.paused(paused)}</span>}
        {dropped > 0 && <span class="wire-dropped">{words.dropped(dropped)}</span>}
      </p>
    </div>
  );
}
