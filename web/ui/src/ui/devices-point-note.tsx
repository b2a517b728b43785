import type { VNode } from "preact";
import { quantityText } from "../model/quantity";
import { unitOfSeries } from "../model/series";
import { nearest } from "../model/series-table";
import { usePage } from "./context";
import { hueOfLine } from "./devices-lines";
import type { Drawn, Pointed } from "./devices-plot";

interface Props {
  readonly drawn: readonly Drawn[];
  readonly pointed: Pointed;
  /** Of the chart, in pixels. */
  readonly width: number;
}

/** Pixels between the pointer and what stands beside it. */
const AWAY = 14;

/** The values at the pointer, beside it. The legend and the table have them for those who do not see it. */
export function PointNote({ drawn, pointed: { at, left, top }, width }: Props): VNode {
  const { lang } = usePage();
  const side = left < width / 2 ? { left: `${left + AWAY}px` } : { right: `${width - left + AWAY}px` };
  return (
    <div class="point-note" style={{ ...side, top: `${top}px` }} aria-hidden="true">
      <div class="point-time">{momentText(at, lang)}</div>
      {drawn.map(({ series, index }) => {
        const value = nearest(series, at);
        if (value === null) return null;
        return (
          <div key={series.id} class={`point-value hue-${hueOfLine(index)}`}>
            <span class="point-name">
              {series.role} {series.key}
            </span>
            <strong>{quantityText(value, unitOfSeries(series), lang)}</strong>
          </div>
        );
      })}
    </div>
  );
}

/** The day only where it is not this one. */
function momentText(at: number, lang: string): string {
  const moment = new Date(at);
  if (moment.toDateString() === new Date().toDateString()) return moment.toLocaleTimeString(lang);
  return moment.toLocaleString(lang, { dateStyle: "short", timeStyle: "medium" });
}
