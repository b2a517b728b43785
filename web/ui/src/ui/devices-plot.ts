/** The drawn chart: uPlot with this lab's colours, words and times. Draws what it is given; knows no state of its own. */

import uPlot from "uplot";
import { type Series, unitOf } from "../model/series";
import type { Stretch } from "../model/series-range";
import { align, cut } from "../model/series-table";
import { numberText } from "../model/telemetry";
import { dashOfLine, hueOfLine } from "./devices-lines";

const HEIGHT = 320;
/** About what a digit of the axes takes, and what stands beside them. */
const DIGIT_WIDTH = 6.8;
const MARK_WIDTH = 18;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A series with its place among all, which gives it its colour. */
export interface Drawn {
  readonly series: Series;
  readonly index: number;
}

export interface Wishes {
  readonly lang: string;
  /** Somebody dragged across this stretch. */
  readonly onSelect: (stretch: Stretch) => void;
  /** The moment under the pointer; null when it is elsewhere. */
  readonly onPoint: (at: number | null) => void;
}

export class Plot {
  private chart: uPlot | null = null;
  private drawn: readonly Drawn[] = [];
  private stretch: Stretch = { from: 0, to: 1 };
  private madeFor = "";
  private readonly resized: ResizeObserver;
  private readonly themed: MutationObserver;

  constructor(
    private readonly root: HTMLElement,
    private readonly wishes: Wishes,
  ) {
    this.resized = new ResizeObserver(() => this.chart?.setSize({ width: this.width(), height: HEIGHT }));
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

  draw(drawn: readonly Drawn[], stretch: Stretch): void {
    this.drawn = drawn;
    this.stretch = stretch;
    const wanted = drawn.map(({ series }) => series.id).join("\n");
    if (!this.chart || wanted !== this.madeFor) return this.remake();
    this.chart.setData(this.data());
  }

  private remake(): void {
    this.chart?.destroy();
    this.madeFor = this.drawn.map(({ series }) => series.id).join("\n");
    this.chart = new uPlot(this.options(), this.data(), this.root);
  }

  private data(): uPlot.AlignedData {
    const rows = align(this.drawn.map(({ series }) => cut(series, this.stretch)));
    // uPlot breaks a line at null, and draws on over undefined.
    const columns = this.drawn.map((_, column) => rows.map(({ cells }) => cells[column] ?? undefined));
    return [rows.map(({ t }) => t), ...columns];
  }

  private width(): number {
    return Math.max(200, Math.floor(this.root.clientWidth));
  }

  private options(): uPlot.Options {
    const style = getComputedStyle(this.root);
    const quiet = style.getPropertyValue("--lab-quiet").trim();
    const line = style.getPropertyValue("--lab-line").trim();
    const units = [...new Set(this.drawn.map(scaleOf))];
    return {
      width: this.width(),
      height: HEIGHT,
      ms: 1,
      padding: [12, 8, 0, 4],
      legend: { show: false },
      cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 8 } },
      hooks: { setSelect: [(chart) => this.selected(chart)], setCursor: [(chart) => this.pointed(chart)] },
      scales: {
        x: { time: true, range: () => [this.stretch.from, this.stretch.to] },
        ...Object.fromEntries(units.map((unit) => [unit, {}])),
      },
      series: [{}, ...this.drawn.map((one) => this.seriesOf(one))],
      axes: [this.timeAxis(quiet, line), ...units.map((unit, place) => this.unitAxis(unit, place, quiet, line))],
    };
  }

  private seriesOf(one: Drawn): uPlot.Series {
    const stroke = colourOf(this.root, one.index);
    return {
      scale: scaleOf(one),
      stroke,
      width: 2,
      dash: [...dashOfLine(one.index)],
      points: { size: 6, fill: stroke },
    };
  }

  private timeAxis(stroke: string, line: string): uPlot.Axis {
    return {
      stroke,
      grid: { stroke: line, width: 1 },
      ticks: { stroke: line },
      space: 70,
      values: (_chart, moments, _axis, _space, step) => moments.map((at) => this.timeText(at, step)),
    };
  }

  /** One axis for each unit: the first at the left, others at the right. */
  private unitAxis(scale: string, place: number, stroke: string, line: string): uPlot.Axis {
    const unit = scale === NO_UNIT ? "" : ` ${scale}`;
    const values = (_chart: uPlot, marks: number[]): string[] =>
      marks.map((mark) => numberText(mark, this.wishes.lang) + unit);
    return {
      scale,
      side: place === 0 ? 3 : 1,
      stroke,
      size: (_chart, texts) => widthOf(texts ?? []),
      grid: { show: place === 0, stroke: line, width: 1 },
      ticks: { stroke: line },
      values,
    };
  }

  /** Seconds and days only where they tell something; `step` is the time between two marks. */
  private timeText(at: number, step: number): string {
    const length = this.stretch.to - this.stretch.from;
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
    const { idx, left } = chart.cursor;
    const at = typeof idx === "number" && (left ?? -1) >= 0 ? chart.data[0][idx] : undefined;
    this.wishes.onPoint(at ?? null);
  }
}

const widthOf = (texts: readonly string[]): number =>
  Math.ceil(MARK_WIDTH + DIGIT_WIDTH * Math.max(3, ...texts.map(({ length }) => length)));

const NO_UNIT = "number";
const scaleOf = ({ series }: Drawn): string => unitOf(series.key) || NO_UNIT;

/** A canvas takes no custom property, so it is read from an element that has it. */
function colourOf(root: HTMLElement, index: number): string {
  const probe = document.createElement("span");
  probe.className = `hue-${hueOfLine(index)}`;
  root.append(probe);
  const colour = getComputedStyle(probe).getPropertyValue("--strong").trim();
  probe.remove();
  return colour;
}
