/** The drawn chart: uPlot with this lab's colours, words and times. Draws what it is given; knows no state of its own. */

import uPlot from "uplot";
import { quantityText } from "../model/quantity";
import { type Series, unitOfSeries } from "../model/series";
import type { Stretch } from "../model/series-range";
import { type Axis, axesOf, spanOf, type Threshold } from "../model/series-scale";
import { align, cut } from "../model/series-table";
import { dashOfLine, hueOfLine } from "./devices-lines";
import { drawThresholds } from "./devices-thresholds";

/** In `rem`, as everything else: on a projector it is larger. */
const HEIGHT = 20;
const FONT = 0.75;
/** About what a digit of the axes takes in letters of 1 pixel, and what stands beside them in pixels. */
const DIGIT_WIDTH = 0.57;
const MARK_WIDTH = 18;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A series with its place among all, which gives it its colour. */
export interface Drawn {
  readonly series: Series;
  readonly index: number;
}

/** What is drawn. */
export interface Picture {
  readonly drawn: readonly Drawn[];
  readonly thresholds: readonly Threshold[];
  readonly stretch: Stretch;
  /** Axes that have room. On a narrow screen their marks go without the unit. */
  readonly mostAxes: number;
  readonly isNarrow: boolean;
}

/** A moment that is pointed at, and the pointer in pixels from the chart's corner. */
export interface Pointed {
  readonly at: number;
  readonly left: number;
  readonly top: number;
}

const NOTHING: Picture = { drawn: [], thresholds: [], stretch: { from: 0, to: 1 }, mostAxes: 4, isNarrow: false };

export interface Wishes {
  readonly lang: string;
  /** Somebody dragged across this stretch. */
  readonly onSelect: (stretch: Stretch) => void;
  /** What is under the pointer; null when it is elsewhere. */
  readonly onPoint: (pointed: Pointed | null) => void;
}

/** Of the axes: colours, and letters in pixels. */
interface Look {
  readonly stroke: string;
  readonly line: string;
  readonly size: number;
  readonly family: string;
}

export class Plot {
  private chart: uPlot | null = null;
  private picture = NOTHING;
  private madeFor = "";
  private readonly resized: ResizeObserver;
  private readonly themed: MutationObserver;

  constructor(
    private readonly root: HTMLElement,
    private readonly wishes: Wishes,
  ) {
    this.resized = new ResizeObserver(() => this.chart?.setSize(this.size()));
    this.themed = new MutationObserver(() => this.remake());
  }

  start(): void {
    this.resized.observe(this.root);
    this.themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
  }

  stop(): void {
    this.resized.disconnect();
    this.themed.disconnect();
    this.chart?.destroy();
    this.chart = null;
  }

  draw(picture: Picture): void {
    this.picture = picture;
    if (!this.chart || nameOf(picture) !== this.madeFor) return this.remake();
    this.chart.setData(this.data());
  }

  private remake(): void {
    this.chart?.destroy();
    this.madeFor = nameOf(this.picture);
    this.chart = new uPlot(this.options(), this.data(), this.root);
  }

  private data(): uPlot.AlignedData {
    const { drawn, stretch } = this.picture;
    const rows = align(drawn.map(({ series }) => cut(series, stretch)));
    // uPlot breaks a line at null, and draws on over undefined.
    const columns = drawn.map((_, column) => rows.map(({ cells }) => cells[column] ?? undefined));
    return [rows.map(({ t }) => t), ...columns];
  }

  private size(): { width: number; height: number } {
    return { width: Math.max(200, Math.floor(this.root.clientWidth)), height: Math.round(HEIGHT * rem()) };
  }

  private options(): uPlot.Options {
    const style = getComputedStyle(this.root);
    const quiet = style.getPropertyValue("--lab-quiet").trim();
    const line = style.getPropertyValue("--lab-line").trim();
    const look = { stroke: quiet, line, size: Math.round(FONT * rem()), family: style.fontFamily };
    const { drawn, mostAxes } = this.picture;
    const axes = axesOf(drawn.map(unitOfDrawn), mostAxes);
    return {
      ...this.size(),
      ms: 1,
      padding: [12, 8, 0, 4],
      legend: { show: false },
      cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 8 } },
      hooks: {
        setSelect: [(chart) => this.selected(chart)],
        setCursor: [(chart) => this.pointed(chart)],
        draw: [(chart) => this.drawThresholds(chart, look)],
      },
      scales: {
        x: { time: true, range: () => [this.picture.stretch.from, this.picture.stretch.to] },
        ...Object.fromEntries(axes.map(({ unit }) => [scaleNameOf(unit), { range: this.rangeOf(unit) }])),
      },
      series: [{}, ...drawn.map((one) => this.seriesOf(one))],
      axes: [
        this.timeAxis(look),
        ...axes.filter(({ place }) => place !== "none").map((axis) => this.unitAxis(axis, look)),
      ],
    };
  }

  private seriesOf(one: Drawn): uPlot.Series {
    const stroke = colourOf(this.root, one.index);
    return {
      scale: scaleNameOf(unitOfDrawn(one)),
      stroke,
      width: 2,
      dash: [...dashOfLine(one.index)],
      points: { size: 6, fill: stroke },
    };
  }

  private timeAxis({ stroke, line, size, family }: Look): uPlot.Axis {
    return {
      stroke,
      font: `${size}px ${family}`,
      grid: { stroke: line, width: 1 },
      ticks: { stroke: line },
      size: Math.round(4.2 * size),
      space: 6 * size,
      values: (_chart, moments, _axis, _space, step) => moments.map((at) => this.timeText(at, step)),
    };
  }

  private rangeOf(unit: string): uPlot.Scale.Range {
    return (_chart, low, high) => {
      const marks = this.picture.thresholds.filter((one) => one.unit === unit).map(({ value }) => value);
      // uPlot tells null when nothing is in the stretch.
      const span = spanOf(unit, { low: low ?? 0, high: high ?? 0 }, marks);
      return [span.low, span.high];
    };
  }

  /** The axis of one series alone has the colour of its line. */
  private unitAxis({ unit, place }: Axis, { stroke, line, size, family }: Look): uPlot.Axis {
    const { drawn, isNarrow } = this.picture;
    const ofUnit = drawn.filter((one) => unitOfDrawn(one) === unit);
    const [only] = ofUnit;
    const values = (_chart: uPlot, marks: number[]): string[] =>
      marks.map((mark) => quantityText(mark, isNarrow ? "" : unit, this.wishes.lang));
    return {
      scale: scaleNameOf(unit),
      side: place === "left" ? 3 : 1,
      stroke: only && ofUnit.length === 1 ? colourOf(this.root, only.index) : stroke,
      font: `${size}px ${family}`,
      size: (_chart, texts) => widthOf(texts ?? [], size),
      grid: { show: place === "left", stroke: line, width: 1 },
      ticks: { stroke: line },
      values,
    };
  }

  /** Seconds and days only where they tell something; `step` is the time between two marks. */
  private timeText(at: number, step: number): string {
    const { from, to } = this.picture.stretch;
    const length = to - from;
    const day: Intl.DateTimeFormatOptions = length > DAY ? { day: "numeric", month: "numeric" } : {};
    const second: Intl.DateTimeFormatOptions = step < MINUTE ? { second: "2-digit" } : {};
    return new Date(at).toLocaleString(this.wishes.lang, { ...day, hour: "numeric", minute: "2-digit", ...second });
  }

  private selected(chart: uPlot): void {
    const { left, width } = chart.select;
    if (width < 4) return;
    const [from, to] = [chart.posToVal(left, "x"), chart.posToVal(left + width, "x")];
    chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.wishes.onSelect({ from, to });
  }

  private pointed(chart: uPlot): void {
    const { idx, left = -1, top = -1 } = chart.cursor;
    const at = typeof idx === "number" && left >= 0 ? chart.data[0][idx] : undefined;
    const { offsetLeft, offsetTop } = chart.over;
    this.wishes.onPoint(at === undefined ? null : { at, left: offsetLeft + left, top: offsetTop + top });
  }

  private drawThresholds(chart: uPlot, { size, family }: Look): void {
    const marks = this.picture.thresholds.map((threshold) => ({
      ...threshold,
      scale: scaleNameOf(threshold.unit),
      colour: colourOf(this.root, threshold.index),
      text: `${threshold.operator} ${quantityText(threshold.value, threshold.unit, this.wishes.lang)}`,
    }));
    const ground = getComputedStyle(this.root).getPropertyValue("--lab-surface").trim();
    drawThresholds(chart, marks, { font: `${size}px ${family}`, ground });
  }
}

/** Pixels that one `rem` has. */
const rem = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;

const widthOf = (texts: readonly string[], size: number): number =>
  Math.ceil(MARK_WIDTH + DIGIT_WIDTH * size * Math.max(3, ...texts.map(({ length }) => length)));

/** What a chart is made for: its series, and its axes. */
const nameOf = ({ drawn, mostAxes, isNarrow }: Picture): string =>
  [mostAxes, isNarrow, ...drawn.map((one) => `${one.series.id} ${unitOfDrawn(one)}`)].join("\n");

const unitOfDrawn = ({ series }: Drawn): string => unitOfSeries(series);
/** A device may call its unit `x`, which is uPlot's name for time. */
const scaleNameOf = (unit: string): string => `unit ${unit}`;

/** A canvas takes no custom property, so it is read from an element that has it. */
function colourOf(root: HTMLElement, index: number): string {
  const probe = document.createElement("span");
  probe.className = `hue-${hueOfLine(index)}`;
  root.append(probe);
  const colour = getComputedStyle(probe).getPropertyValue("--strong").trim();
  probe.remove();
  return colour;
}
