import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Stretch } from "../model/series-range";
import { usePage } from "./context";
import type { Moves } from "./devices-chart";
import { type Drawn, Plot } from "./devices-plot";
import { useDevicesWords } from "./devices-use";

interface Props {
  readonly name: string;
  readonly shown: readonly Drawn[];
  readonly stretch: Stretch;
  readonly moves: Moves;
  readonly onPoint: (at: number | null) => void;
}

/** The chart, which listens to the keyboard when it has the focus. */
export function PlotView({ name, shown, stretch, moves, onPoint }: Props): VNode {
  const { lang } = usePage();
  const words = useDevicesWords();
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | null>(null);
  const latest = useRef(moves);
  latest.current = moves;
  useEffect(() => {
    if (!place.current) return undefined;
    const made = new Plot(place.current, { lang, onSelect: (chosen) => latest.current.select(chosen), onPoint });
    made.start();
    plot.current = made;
    return () => made.stop();
  }, [lang]);
  useEffect(() => plot.current?.draw(shown, stretch), [lang, shown, stretch.from, stretch.to]);
  return (
    <div
      class="chart"
      role="group"
      tabIndex={0}
      aria-label={name}
      aria-describedby="chart-keys"
      onKeyDown={(event) => onKey(event, moves)}
    >
      <div ref={place} class="chart-place" />
      <p id="chart-keys" class="visually-hidden">
        {words.chartKeys}
      </p>
    </div>
  );
}

const KEYS: Readonly<Record<string, (moves: Moves) => void>> = {
  ArrowLeft: (moves) => moves.pan(-0.25),
  ArrowRight: (moves) => moves.pan(0.25),
  "+": (moves) => moves.zoom(0.5),
  "=": (moves) => moves.zoom(0.5),
  "-": (moves) => moves.zoom(2),
  Home: (moves) => moves.reset(),
  Escape: (moves) => moves.reset(),
};

function onKey(event: KeyboardEvent, moves: Moves): void {
  const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act(moves);
}
