import type { VNode } from "preact";
import { hueOf } from "../model/hue";
import type { Leaf } from "../model/paths";
import { coordinateText, lengthText } from "../model/quantity";
import type { Series } from "../model/series";
import { labelOf } from "../model/telemetry";
import { type Drawing, drawWalk, isSpot, type Spot, spotsOf } from "../model/walk";
import { usePage } from "./context";
import { useDevicesWords } from "./devices-use";
import { memo } from "./memo";
import { useReadingsWords } from "./readings-words";

interface Props {
  readonly name: string;
  readonly role: string;
  /** undefined while it is not told. */
  readonly lat: Leaf | undefined;
  readonly lon: Leaf | undefined;
  readonly lats: Series | null;
  readonly lons: Series | null;
}

const WIDTH = 240;
const HEIGHT = 120;
const MARGIN = 14;

/** Where a device is, in degrees, and the way that it went. */
export const PlaceReading = memo(function PlaceDrawn({ name, role, lat, lon, lats, lons }: Props): VNode {
  const words = useReadingsWords();
  const spot = isSpot(lat, lon) ? { lat: lat as number, lon: lon as number } : null;
  const spots = lats && lons ? spotsOf(lats, lons) : [];
  const walk = drawWalk(spots.length > 0 || spot === null ? spots : [spot], WIDTH, HEIGHT, MARGIN);
  return (
    <div class="device-reading place">
      <dt title={name}>{labelOf(name, words)}</dt>
      <dd>
        <Coordinates spot={spot} />
      </dd>
      <dd class="walk-place">{walk && <Walk walk={walk} role={role} />}</dd>
    </div>
  );
});

function Coordinates({ spot }: { spot: Spot | null }): VNode {
  const { lang } = usePage();
  const words = useDevicesWords();
  if (spot === null)
    return (
      <span class="device-value untold">
        <span aria-hidden="true">–</span>
        <span class="visually-hidden">{words.notYet}</span>
      </span>
    );
  return (
    <span class="device-value text coordinates">
      <span>{coordinateText(spot.lat, [words.north, words.south], lang)}</span>{" "}
      <span>{coordinateText(spot.lon, [words.east, words.west], lang)}</span>
    </span>
  );
}

function Walk({ walk: { path, begin, end, metres, scale }, role }: { walk: Drawing; role: string }): VNode {
  const { lang } = usePage();
  const words = useDevicesWords();
  const bottom = HEIGHT - 5;
  return (
    <svg
      class={`walk hue-${hueOf(role)}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={path ? words.walkOf(role, lengthText(metres, lang)) : words.standsAt(role)}
    >
      {path && <path class="walk-path" d={path} />}
      {path && <circle class="walk-begin" cx={begin.x} cy={begin.y} r="3.5" />}
      <circle class="walk-end" cx={end.x} cy={end.y} r="5" />
      {path && <path class="walk-scale" d={`M6 ${bottom - 4}V${bottom}H${6 + scale.length}V${bottom - 4}`} />}
      {path && (
        <text class="walk-length" x={12 + scale.length} y={bottom}>
          {lengthText(scale.metres, lang)}
        </text>
      )}
    </svg>
  );
}
