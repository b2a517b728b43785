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

/** Those that lie in the chart. `font` as CSS has it, in pixels of the page. */
export function drawThresholds(chart: uPlot, lines: readonly ThresholdLine[], font: string): void {
  const { ctx, bbox } = chart;
  const ratio = uPlot.pxRatio;
  ctx.save();
  ctx.setLineDash(DASH.map((length) => length * ratio));
  ctx.lineWidth = 1.5 * ratio;
  ctx.textAlign = "left";
  ctx.textBaseline = "bottom";
  ctx.font = scaled(font, ratio);
  for (const { scale, value, colour, text } of lines) {
    const y = Math.round(chart.valToPos(value, scale, true));
    if (!(y >= bbox.top && y <= bbox.top + bbox.height)) continue;
    ctx.strokeStyle = colour;
    ctx.fillStyle = colour;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.fillText(text, bbox.left + 6 * ratio, y - 2 * ratio);
  }
  ctx.restore();
}

const scaled = (font: string, ratio: number): string =>
  font.replace(/^(\d+)px/, (_, pixels: string) => `${Number(pixels) * ratio}px`);
