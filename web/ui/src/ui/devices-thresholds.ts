/** Draws the numbers of rules into the chart: a fine line across, and beside it what the rule compares. */

import uPlot from "uplot";

export interface ThresholdLine {
  readonly scale: string;
  readonly value: number;
  readonly colour: string;
  /** `> 30 °C`. */
  readonly text: string;
}

const DASH = [2, 4];

/** `font` as CSS has it, in pixels of the page; `ground` is the colour behind the chart, which keeps letters apart from lines. */
interface Letters {
  readonly font: string;
  readonly ground: string;
}

/** Draws those that lie in the chart, over what is drawn already. */
export function drawThresholds(chart: uPlot, lines: readonly ThresholdLine[], { font, ground }: Letters): void {
  const { ctx, bbox } = chart;
  const ratio = uPlot.pxRatio;
  ctx.save();
  ctx.textAlign = "left";
  ctx.textBaseline = "bottom";
  ctx.font = scaled(font, ratio);
  for (const { scale, value, colour, text } of lines) {
    const y = Math.round(chart.valToPos(value, scale, true));
    if (!(y >= bbox.top && y <= bbox.top + bbox.height)) continue;
    ctx.setLineDash(DASH.map((length) => length * ratio));
    ctx.lineWidth = 1.5 * ratio;
    ctx.strokeStyle = colour;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    const { width, actualBoundingBoxAscent: height } = ctx.measureText(text);
    const [x, bottom] = [bbox.left + 6 * ratio, y - 3 * ratio];
    ctx.fillStyle = ground;
    ctx.fillRect(x - 2 * ratio, bottom - height - 2 * ratio, width + 4 * ratio, height + 3 * ratio);
    ctx.fillStyle = colour;
    ctx.fillText(text, x, bottom);
  }
  ctx.restore();
}

const scaled = (font: string, ratio: number): string =>
  font.replace(/^(\d+)px/, (_, pixels: string) => `${Number(pixels) * ratio}px`);
