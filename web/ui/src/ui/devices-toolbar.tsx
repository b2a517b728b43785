import type { ComponentChildren, VNode } from "preact";
import { ALL, FIVE_MINUTES, ONE_HOUR, type Range } from "../model/series-range";
import type { Moves } from "./devices-chart";
import { useDevicesWords } from "./devices-use";

interface Props {
  readonly range: Range;
  readonly moves: Moves;
  readonly isPaused: boolean;
  readonly isTable: boolean;
  readonly onRange: (range: Range) => void;
  readonly onPause: () => void;
  readonly onTable: () => void;
  readonly onCsv: () => void;
}

export function Toolbar({ range, moves, isPaused, isTable, onRange, onPause, onTable, onCsv }: Props): VNode {
  const words = useDevicesWords();
  const ranges = [
    [FIVE_MINUTES, words.fiveMinutes],
    [ONE_HOUR, words.oneHour],
    [ALL, words.all],
  ] as const;
  return (
    <div class="chart-tools">
      <div class="tool-group" role="group" aria-label={words.timeRange}>
        {ranges.map(([one, name]) => (
          <button
            key={name}
            type="button"
            class="btn btn-sm btn-tool"
            aria-pressed={isSame(one, range)}
            onClick={() => onRange(one)}
          >
            {name}
          </button>
        ))}
      </div>
      <div class="tool-group">
        <Tool name={words.earlier} onPress={() => moves.pan(-0.5)}>
          <path d="M15 5l-7 7 7 7" />
        </Tool>
        <Tool name={words.later} onPress={() => moves.pan(0.5)}>
          <path d="M9 5l7 7-7 7" />
        </Tool>
        <Tool name={words.zoomIn} onPress={() => moves.zoom(0.5)}>
          <path d="M12 6v12M6 12h12" />
        </Tool>
        <Tool name={words.zoomOut} onPress={() => moves.zoom(2)}>
          <path d="M6 12h12" />
        </Tool>
        <Tool name={words.reset} isOff={range.kind !== "fixed"} onPress={moves.reset}>
          <path d="M5 12a7 7 0 1 0 2-5M5 4v4h4" />
        </Tool>
      </div>
      <div class="tool-group apart">
        <button type="button" class="btn btn-sm btn-tool" onClick={onPause}>
          {isPaused ? words.resume : words.pause}
        </button>
        <button type="button" class="btn btn-sm btn-tool" aria-pressed={isTable} onClick={onTable}>
          {words.asTable}
        </button>
        <button type="button" class="btn btn-sm btn-tool" title={words.csvHint} onClick={onCsv}>
          {words.csv}
        </button>
      </div>
    </div>
  );
}

interface ToolProps {
  readonly name: string;
  readonly isOff?: boolean;
  readonly children: ComponentChildren;
  readonly onPress: () => void;
}

const Tool = ({ name, isOff = false, children, onPress }: ToolProps): VNode => (
  <button
    type="button"
    class="btn btn-sm btn-tool"
    aria-label={name}
    title={name}
    aria-disabled={isOff}
    onClick={isOff ? undefined : onPress}
  >
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {children}
    </svg>
  </button>
);

const isSame = (one: Range, other: Range): boolean =>
  one.kind === other.kind && (one.kind !== "last" || (other.kind === "last" && one.ms === other.ms));
