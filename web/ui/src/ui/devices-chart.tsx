import type { VNode } from "preact";
import { useMemo, useState } from "preact/hooks";
import { csvOf } from "../model/csv";
import { zoneHere } from "../model/downloads";
import { type Rule, thresholdsOf } from "../model/rules";
import { type Series, unitOfSeries, withUnits } from "../model/series";
import {
  ALL,
  extentOf,
  FIVE_MINUTES,
  fixed,
  pan,
  type Range,
  type Stretch,
  stretchOf,
  zoom,
} from "../model/series-range";
import type { Threshold } from "../model/series-scale";
import { columnName, tableOf } from "../model/series-table";
import { usePage } from "./context";
import { Legend } from "./devices-legend";
import type { Drawn } from "./devices-plot";
import { PlotView } from "./devices-plot-view";
import { ValueTable } from "./devices-table";
import { Toolbar } from "./devices-toolbar";
import { useDevicesWords } from "./devices-use";
import { saveAs } from "./save-as";

type Held = ReadonlyMap<string, Series>;

interface Props {
  readonly series: Held;
  /** The units that devices describe, by the series' `id`. */
  readonly units: ReadonlyMap<string, string>;
  readonly rules: readonly Rule[];
  /** Series that are not here, at least. */
  readonly leftOut: number;
  readonly now: number;
}

/** Series that are drawn before somebody chooses. */
const AT_FIRST = 4;
/** Pixels of a window in which two axes have room. */
const NARROW = 600;

/** What the devices measured and measure, as a chart or as a table. */
export function ChartPanel(props: Props): VNode {
  const words = useDevicesWords();
  const [frozen, setFrozen] = useState<Props | null>(null);
  const { series: held, units, leftOut, now } = frozen ?? props;
  const series = useMemo(() => withUnits(held, units), [held, units]);
  if (series.size === 0) return <p class="lead-text">{words.noNumber}</p>;
  return (
    <section id="chart" class="panel chart-panel" aria-labelledby="chart-title">
      <h2 id="chart-title" class="panel-title">
        {words.chart}
      </h2>
      <Chart
        series={series}
        rules={props.rules}
        now={now}
        isPaused={frozen !== null}
        onPause={() => setFrozen(frozen ? null : props)}
      />
      {leftOut > 0 && <p class="chart-note">{words.seriesLeftOut(leftOut)}</p>}
    </section>
  );
}

interface ChartProps extends Omit<Props, "leftOut" | "units"> {
  readonly isPaused: boolean;
  readonly onPause: () => void;
}

function Chart({ series, rules, now, isPaused, onPause }: ChartProps): VNode {
  const words = useDevicesWords();
  const { session, lang } = usePage();
  const all = useMemo(() => inOrder(series), [series]);
  const [chosen, toggle] = useChoice(all);
  const [range, home, setRange] = useRange(all, now);
  const [isTable, setTable] = useState(false);
  const shown = useMemo(() => all.filter((one) => chosen.has(one.series.id)), [all, chosen]);
  const stretch = stretchOf(range, extentOf(shown.map((one) => one.series)), now);
  const thresholds = useMemo(() => thresholdsIn(shown, rules), [shown, rules]);
  const isNarrow = window.innerWidth < NARROW;
  const picture = { drawn: shown, thresholds, stretch, isNarrow, mostAxes: isNarrow ? 2 : 4 };
  const moves: Moves = {
    zoom: (factor) => setRange(zoom(stretch, factor)),
    pan: (part) => setRange(pan(stretch, part)),
    reset: () => setRange(home),
    select: ({ from, to }) => setRange(fixed(from, to)),
  };
  const download = (): void => saveCsv(`${session}-series`, shown, stretch, lang);
  return (
    <>
      <Toolbar
        range={range}
        moves={moves}
        isPaused={isPaused}
        isTable={isTable}
        onRange={setRange}
        onPause={onPause}
        onTable={() => setTable(!isTable)}
        onCsv={download}
      />
      <p class="chart-note" role="status">
        {isPaused ? words.paused : ""}
      </p>
      {isTable ? (
        <ValueTable chosen={shown} stretch={stretch} />
      ) : (
        <PlotView name={words.chartOf(namesOf(shown))} picture={picture} moves={moves} />
      )}
      <Emptiness shown={shown} stretch={stretch} onAll={() => setRange(ALL)} />
      <Legend all={all} shown={shown} mostAxes={picture.mostAxes} at={stretch.to} onToggle={toggle} />
    </>
  );
}

/** How the stretch that is shown can be changed. */
export interface Moves {
  zoom(factor: number): void;
  pan(part: number): void;
  reset(): void;
  select(stretch: Stretch): void;
}

/** Why there is nothing to see, and what to do. */
function Emptiness({
  shown,
  stretch,
  onAll,
}: {
  shown: readonly Drawn[];
  stretch: Stretch;
  onAll: () => void;
}): VNode | null {
  const words = useDevicesWords();
  if (shown.length === 0) return <p class="chart-note">{words.tooFew}</p>;
  if (shown.some(({ series: { t } }) => t.some((at) => at >= stretch.from && at <= stretch.to))) return null;
  return (
    <p class="chart-note">
      {words.nothingHere}{" "}
      <button type="button" class="btn btn-link" onClick={onAll}>
        {words.showAll}
      </button>
    </p>
  );
}

/** Which series are shown, until somebody chooses: the first ones, those with a known unit before others. */
function useChoice(all: readonly Drawn[]): [ReadonlySet<string>, (id: string) => void] {
  const [byHand, setByHand] = useState<ReadonlySet<string> | null>(null);
  const ids = foremost(all)
    .map(({ series }) => series.id)
    .join("\n");
  const chosen = useMemo(() => byHand ?? new Set(ids.split("\n")), [byHand, ids]);
  const toggle = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setByHand(next);
  };
  return [chosen, toggle];
}

/** The range shown, and the one to go back to. It begins with the newest minutes, unless nothing happened in them. */
function useRange(all: readonly Drawn[], now: number): [Range, Range, (range: Range) => void] {
  const [range, setRange] = useState<Range>(() => {
    const extent = extentOf(all.map(({ series }) => series));
    return extent && now - extent.to < 5 * 60_000 ? FIVE_MINUTES : ALL;
  });
  const [home, setHome] = useState<Range>(range);
  const change = (next: Range): void => {
    if (next.kind !== "fixed") setHome(next);
    setRange(next);
  };
  return [range, home, change];
}

const foremost = (all: readonly Drawn[]): Drawn[] =>
  [...all]
    .sort((one, other) => Number(unitOfSeries(other.series) !== "") - Number(unitOfSeries(one.series) !== ""))
    .slice(0, AT_FIRST);

const inOrder = (series: Held): Drawn[] => [...series.values()].map((one, index) => ({ series: one, index }));

const thresholdsIn = (shown: readonly Drawn[], rules: readonly Rule[]): Threshold[] =>
  shown.flatMap(({ series, index }) =>
    thresholdsOf(rules, series.role, series.key).map(({ value, operator }) => ({
      unit: unitOfSeries(series),
      value,
      operator,
      index,
    })),
  );

const namesOf = (shown: readonly Drawn[]): string => shown.map(({ series }) => columnName(series)).join(", ");

function saveCsv(name: string, shown: readonly Drawn[], stretch: Stretch, lang: string): void {
  const series = shown.map((one) => one.series);
  const csv = csvOf(tableOf(series, stretch), { lang, zone: zoneHere() });
  saveAs(`${name}.csv`, new Blob([csv], { type: "text/csv;charset=utf-8" }));
}
