import type { VNode } from "preact";
import { quantityText } from "../model/quantity";
import { beyond, partOf } from "../model/slider";
import { numberText } from "../model/telemetry";
import { usePage } from "./context";
import { useDevicesWords } from "./devices-use";

interface Props {
  readonly name: string;
  /** null while it is not told. */
  readonly value: number | null;
  readonly unit: string;
  readonly least: number;
  readonly greatest: number;
}

/** Where a number stands between its bounds. Beyond them the bar is full, or empty, and says so. */
export function Gauge(props: Props): VNode {
  const { value, least, greatest } = props;
  const { lang } = usePage();
  const side = value === null ? "" : beyond(value, props);
  return (
    <div class={`gauge ${side ? "beyond" : ""}`}>
      <Bar {...props} />
      <p class="gauge-bounds">
        <span aria-hidden="true">{numberText(least, lang)}</span>
        <Outside {...props} side={side} />
        <span aria-hidden="true">{numberText(greatest, lang)}</span>
      </p>
    </div>
  );
}

function Bar({ name, value, unit, least, greatest }: Props): VNode {
  const { lang } = usePage();
  const part = value === null ? 0 : partOf(value, { least, greatest });
  const meaning =
    value === null
      ? ({ "aria-hidden": true } as const)
      : ({
          role: "meter",
          "aria-label": name,
          "aria-valuemin": least,
          "aria-valuemax": greatest,
          "aria-valuenow": Math.min(Math.max(value, least), greatest),
          "aria-valuetext": quantityText(value, unit, lang),
        } as const);
  return (
    <div class="gauge-bar" {...meaning}>
      <svg aria-hidden="true" focusable="false">
        <rect class="gauge-line" width="100%" height="100%" />
        <rect class="gauge-part" width={`${Math.round(part * 1000) / 10}%`} height="100%" />
      </svg>
    </div>
  );
}

function Outside({ side, unit, least, greatest }: Props & { side: ReturnType<typeof beyond> }): VNode | null {
  const { lang } = usePage();
  const words = useDevicesWords();
  if (side === "") return null;
  const text =
    side === "below"
      ? words.belowBounds(quantityText(least, unit, lang))
      : words.aboveBounds(quantityText(greatest, unit, lang));
  return <span class="gauge-outside">{text}</span>;
}
