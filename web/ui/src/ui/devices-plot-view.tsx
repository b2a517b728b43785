import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { usePage } from "./context";
import type { Moves } from "./devices-chart";
import { type Picture, Plot, type Pointed } from "./devices-plot";
import { PointNote } from "./devices-point-note";
import { useDevicesWords } from "./devices-use";

interface Props {
  readonly name: string;
  readonly picture: Picture;
  readonly moves: Moves;
}

/** The chart, which listens to the keyboard when it has the focus. */
export function PlotView({ name, picture, moves }: Props): VNode {
  const { lang } = usePage();
  const words = useDevicesWords();
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | null>(null);
  const latest = useRef(moves);
  latest.current = moves;
  useEffect(() => {
    if (!place.current) return undefined;
    const onSelect: Moves["select"] = (chosen) => latest.current.select(chosen);
    const made = new Plot(place.current, { lang, onSelect, onPoint: setPointed });
    made.start();
    plot.current = made;
    return () => made.stop();
  }, [lang]);
  const { drawn, thresholds, stretch, mostAxes } = picture;
  useEffect(() => plot.current?.draw(picture), [lang, drawn, thresholds, stretch.from, stretch.to, mostAxes]);
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
      {pointed && <PointNote drawn={drawn} pointed={pointed} width={place.current?.clientWidth ?? 0} />}
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
