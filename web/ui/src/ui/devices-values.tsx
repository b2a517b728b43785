import type { VNode } from "preact";
import { latOf, lonOf, type ShownValue, shownValues } from "../model/device-controls";
import type { Device } from "../model/devices";
import { hueOf } from "../model/hue";
import type { Leaf } from "../model/paths";
import { isClose, quantityText } from "../model/quantity";
import { type Series, seriesId } from "../model/series";
import { sparkPath } from "../model/series-spark";
import { labelOf, valueText } from "../model/telemetry";
import { usePage } from "./context";
import { Gauge } from "./devices-gauge";
import { PlaceReading } from "./devices-place";
import { useDevicesWords } from "./devices-use";
import { memo } from "./memo";
import { useReadingsWords } from "./readings-words";

interface Props {
  readonly device: Device;
  /** null while the history is not read yet. */
  readonly series: ReadonlyMap<string, Series> | null;
  /** Whether the card has controls, which show some values themselves. */
  readonly hasControls: boolean;
}

/** Values that are shown without opening the rest, beside those that are described; and most of those. */
const SHOWN = 4;
const MOST_DESCRIBED = 8;
const LONG_TEXT = 60;

/** What a device reports. A value that it describes has its place before it is told, so nothing moves when it comes. */
export function DeviceValues({ device, series, hasControls }: Props): VNode | null {
  const words = useDevicesWords();
  const values = shownValues(device, hasControls);
  if (values.length === 0) return hasControls ? null : <p class="device-note">{words.noValue}</p>;
  const isFirst = ({ isDescribed }: ShownValue, place: number): boolean =>
    place < (isDescribed ? MOST_DESCRIBED : SHOWN);
  const first = values.filter(isFirst);
  const more = values.filter((value, place) => !isFirst(value, place));
  const reading = (value: ShownValue): VNode => <Shown key={value.key} value={value} device={device} series={series} />;
  return (
    <>
      <dl class="device-values">{first.map(reading)}</dl>
      {more.length > 0 && (
        <details class="device-more">
          <summary>{words.moreValues(more.length)}</summary>
          <dl class="device-values">{more.map(reading)}</dl>
        </details>
      )}
      {device.leftOut > 0 && <p class="device-note">{words.valuesLeftOut(device.leftOut)}</p>}
    </>
  );
}

type ShownProps = Pick<Props, "device" | "series"> & { readonly value: ShownValue };

function Shown({ value: { key, kind, unit, least, greatest }, device, series }: ShownProps): VNode {
  const { role, values } = device;
  const of = (path: string): Series | null => series?.get(seriesId(role, path)) ?? null;
  if (kind === "place") {
    const told = [values.get(latOf(key))?.value, values.get(lonOf(key))?.value] as const;
    const [lats, lons] = [of(latOf(key)), of(lonOf(key))];
    return <PlaceReading name={key} role={role} lat={told[0]} lon={told[1]} lats={lats} lons={lons} />;
  }
  const told = values.get(key)?.value;
  return <Reading name={key} value={told} unit={unit} least={least} greatest={greatest} series={of(key)} role={role} />;
}

export interface ReadingProps {
  readonly name: string;
  /** undefined while it is not told. */
  readonly value: Leaf | undefined;
  readonly unit: string;
  readonly least: number | null;
  readonly greatest: number | null;
  readonly series: Series | null;
  readonly role: string;
}

// Drawn again only when something came: the clock of the page ticks every second.
const Reading = memo(function ReadingDrawn({ name, value, unit, least, greatest, series, role }: ReadingProps): VNode {
  const label = labelOf(name, useReadingsWords());
  return (
    <div class="device-reading">
      <dt title={name}>{label}</dt>
      <dd>
        <Told value={value} unit={unit} />
        <Spark series={series} role={role} unit={unit} />
      </dd>
      {least !== null && greatest !== null && (
        <dd class="gauge-place">
          <Gauge name={label} value={numberIn(value)} unit={unit} least={least} greatest={greatest} />
        </dd>
      )}
    </div>
  );
});

const numberIn = (value: Leaf | undefined): number | null =>
  typeof value === "number" || typeof value === "bigint" ? Number(value) : null;

/** A value in large letters; a dash while it is not told. */
export function Told({ value, unit }: { value: Leaf | undefined; unit: string }): VNode {
  const { lang } = usePage();
  const words = useReadingsWords();
  if (value === undefined) return <Untold />;
  if (typeof value === "boolean") return <BooleanState value={value} />;
  const text = valueText(value, lang, words);
  const isNumber = typeof value === "number" || typeof value === "bigint";
  return (
    <span class={`device-value ${isNumber ? "" : "text"}`}>
      {text.length > LONG_TEXT ? `${text.slice(0, LONG_TEXT)}…` : text}
      {isNumber && unit && <span class={`unit ${isClose(unit) ? "close" : ""}`}>{unit}</span>}
    </span>
  );
}

function Untold(): VNode {
  return (
    <span class="device-value untold">
      <span aria-hidden="true">–</span>
      <span class="visually-hidden">{useDevicesWords().notYet}</span>
    </span>
  );
}

/** A full and an empty circle, so that colour is not the only difference. */
function BooleanState({ value }: { value: boolean }): VNode {
  const words = useReadingsWords();
  return (
    <span class={`device-value text boolean ${value ? "yes" : "no"}`}>
      <svg class="boolean-sign" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        <circle cx="8" cy="8" r="6" />
      </svg>
      {value ? words.yes : words.no}
    </span>
  );
}

export function Spark({ series, role, unit }: Pick<ReadingProps, "series" | "role" | "unit">): VNode | null {
  const path = series ? sparkPath(series, 100, 28, unit) : "";
  return path ? (
    <svg
      class={`spark hue-${hueOf(role)}`}
      viewBox="-2 -2 104 32"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <path d={path} />
    </svg>
  ) : null;
}

/** A number as it is read aloud. */
export function useSpoken(): (value: number | null, unit: string) => string {
  const { lang } = usePage();
  const { notYet } = useDevicesWords();
  return (value, unit) => (value === null ? notYet : quantityText(value, unit, lang));
}
