import type { VNode } from "preact";
import type { DevicesWords } from "../i18n/devices";
import { quantityText } from "../model/quantity";
import { unitOfSeries } from "../model/series";
import { axesOf } from "../model/series-scale";
import { nearest } from "../model/series-table";
import { usePage } from "./context";
import { dashOfLine, hueOfLine } from "./devices-lines";
import type { Drawn } from "./devices-plot";
import { useDevicesWords } from "./devices-use";

interface Props {
  readonly all: readonly Drawn[];
  readonly shown: readonly Drawn[];
  /** Axes that have room. */
  readonly mostAxes: number;
  /** The moment whose values are shown. */
  readonly at: number;
  readonly onToggle: (id: string) => void;
}

/** Which series are shown, how each is drawn, on which axis, and its latest value. */
export function Legend({ all, shown, mostAxes, at, onToggle }: Props): VNode {
  const words = useDevicesWords();
  const ids = new Set(shown.map(({ series }) => series.id));
  return (
    <fieldset class="legend">
      <legend>{words.seriesShown}</legend>
      {groupsOf(all, shown, mostAxes, words).map(({ name, series }) => (
        <div key={name} class="legend-group">
          <span class="legend-axis">{name}</span>
          {series.map((one) => (
            <Item key={one.series.id} one={one} isShown={ids.has(one.series.id)} at={at} onToggle={onToggle} />
          ))}
        </div>
      ))}
    </fieldset>
  );
}

interface ItemProps {
  readonly one: Drawn;
  readonly isShown: boolean;
  readonly at: number;
  readonly onToggle: (id: string) => void;
}

function Item({ one: { series, index }, isShown, at, onToggle }: ItemProps): VNode {
  const { lang } = usePage();
  const value = nearest(series, at);
  return (
    <label class={`legend-item hue-${hueOfLine(index)}`}>
      <input type="checkbox" class="form-check-input" checked={isShown} onChange={() => onToggle(series.id)} />
      <svg class="legend-line" viewBox="0 0 28 8" aria-hidden="true" focusable="false">
        <path d="M0 4h28" stroke-dasharray={dashOfLine(index).join(" ")} />
      </svg>
      <span class="legend-name">
        {series.role} <span class="legend-key">{series.key}</span>
      </span>
      {value !== null && (
        <span class="legend-value" aria-hidden="true">
          {quantityText(value, unitOfSeries(series), lang)}
        </span>
      )}
    </label>
  );
}

interface Group {
  readonly name: string;
  readonly series: readonly Drawn[];
}

/** The series by their units: first those with an axis, in its order. */
function groupsOf(all: readonly Drawn[], shown: readonly Drawn[], mostAxes: number, words: DevicesWords): Group[] {
  const axes = axesOf(shown.map(unitOf), mostAxes);
  const onAxes = axes.map(({ unit, place }, number) => ({ unit, name: words.axis(unit, place, number) }));
  const others = [...new Set(all.map(unitOf))].filter((unit) => axes.every((axis) => axis.unit !== unit));
  const groups = [...onAxes, ...others.map((unit) => ({ unit, name: unit || words.noUnit }))];
  return groups.map(({ unit, name }) => ({ name, series: all.filter((one) => unitOf(one) === unit) }));
}

const unitOf = ({ series }: Drawn): string => unitOfSeries(series);
