/** The drawn chart: uPlot with this lab's colours, words and times. Draws what it is given; knows no state of its own. */

import uPlot from "uplot";
import { quantityText } from "../model/quantity";
import { type Series, unitOfSeries } from "../model/series";
import type { Stretch } from "../model/series-range";
import { align, cut } from "../model/series-table";
import { dashOfLine, hueOfLine } from "./devices-lines";

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

export interface Wishes {
  readonly lang: string;
  /** Somebody dragged across this stretch. */
  readonly onSelect: (stretch: Stretch) => void;
  /** The moment under the pointer; null when it is elsewhere. */
  readonly onPoint: (at: number | null) => void;
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
  private drawn: readonly Drawn[] = [];
  private stretch: Stretch = { from: 0, to: 1 };
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

  draw(drawn: readonly Drawn[], stretch: Stretch): void {
    this.drawn = drawn;
    this.stretch = stretch;
    if (!this.chart || nameOf(drawn) !== this.madeFor) return this.remake();
    this.chart.setData(this.data());
  }

  private remake(): void {
    this.chart?.destroy();
    this.madeFor = nameOf(this.drawn);
    this.chart = new uPlot(this.options(), this.data(), this.root);
  }

  private data(): uPlot.AlignedData {
    const rows = align(this.drawn.map(({ series }) => cut(series, this.stretch)));
    // uPlot breaks a line at null, and draws on over undefined.
    const columns = this.drawn.map((_, column) => rows.map(({ cells }) => cells[column] ?? undefined));
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
    const units = [...new Set(this.drawn.map(scaleOf))];
    return {
      ...this.size(),
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
      axes: [this.timeAxis(look), ...units.map((unit, place) => this.unitAxis(unit, place, look))],
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

  /** One axis for each unit: the first at the left, others at the right. */
  private unitAxis(scale: string, place: number, { stroke, line, size, family }: Look): uPlot.Axis {
    const unit = scale.slice(SCALE.length);
    const values = (_chart: uPlot, marks: number[]): string[] =>
      marks.map((mark) => quantityText(mark, unit, this.wishes.lang));
    return {
      scale,
      side: place === 0 ? 3 : 1,
      stroke,
      font: `${size}px ${family}`,
      size: (_chart, texts) => widthOf(texts ?? [], size),
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

/** Pixels that one `rem` has. */
const rem = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;

const widthOf = (texts: readonly string[], size: number): number =>
  Math.ceil(MARK_WIDTH + DIGIT_WIDTH * size * Math.max(3, ...texts.map(({ length }) => length)));

/** What a chart is made for: its series, and its axes. */
const nameOf = (drawn: readonly Drawn[]): string => drawn.map((one) => `${one.series.id} ${scaleOf(one)}`).join("\n");

/** A scale for each unit. A device may call its unit `x`, which is uPlot's name for time. */
const SCALE = "unit ";
const scaleOf = ({ series }: Drawn): string => SCALE + unitOfSeries(series);

/** A canvas takes no custom property, so it is read from an element that has it. */
function colourOf(root: HTMLElement, index: number): string {
  const probe = document.createElement("span");
  probe.className = `hue-${hueOfLine(index)}`;
  root.append(probe);
  const colour = getComputedStyle(probe).getPropertyValue("--strong").trim();
  probe.remove();
  return colour;
}
