import type { VNode } from "preact";
import { quantityText } from "../model/quantity";
import { unitOfSeries } from "../model/series";
import { nearest } from "../model/series-table";
import { usePage } from "./context";
import { dashOfLine, hueOfLine } from "./devices-lines";
import type { Drawn } from "./devices-plot";
import { useDevicesWords } from "./devices-use";

interface Props {
  readonly all: readonly Drawn[];
  readonly chosen: ReadonlySet<string>;
  /** The moment whose values are shown. */
  readonly at: number;
  readonly onToggle: (id: string) => void;
}

/** Which series are shown, how each is drawn, and its value at the moment that is pointed at. */
export function Legend({ all, chosen, at, onToggle }: Props): VNode {
  const { lang } = usePage();
  const words = useDevicesWords();
  return (
    <fieldset class="legend">
      <legend>{words.seriesShown}</legend>
      {all.map(({ series, index }) => {
        const value = nearest(series, at);
        const unit = unitOfSeries(series);
        return (
          <label key={series.id} class={`legend-item hue-${hueOfLine(index)}`}>
            <input
              type="checkbox"
              class="form-check-input"
              checked={chosen.has(series.id)}
              onChange={() => onToggle(series.id)}
            />
            <svg class="legend-line" viewBox="0 0 28 8" aria-hidden="true" focusable="false">
              <path d="M0 4h28" stroke-dasharray={dashOfLine(index).join(" ")} />
            </svg>
            <span class="legend-name">
              {series.role} <span class="legend-key">{series.key}</span>
            </span>
            {value !== null && (
              <span class="legend-value" aria-hidden="true">
                {quantityText(value, unit, lang)}
              </span>
            )}
          </label>
        );
      })}
    </fieldset>
  );
}
