import { createChart, LineSeries, type AutoscaleInfo, type ISeriesApi, type UTCTimestamp } from "lightweight-charts";
import type { ChartPoint, Series } from "./Series.js";

export interface DrawnChart {
  update(series: readonly Series[]): void;
  remove(): void;
}

/** Draws lines over time in the page's own colours. */
export function drawChart(container: HTMLElement, series: readonly Series[]): DrawnChart {
  const style = getComputedStyle(container);
  const color = (name: string) => resolveColor(container, `var(--${name})`);
  const chart = createChart(container, {
    autoSize: true,
    layout: {
      background: { color: "transparent" },
      textColor: color("ink-soft"),
      fontFamily: style.fontFamily,
      // It would bring a style element, which the content security policy refuses: the legend carries the notice.
      attributionLogo: false,
    },
    grid: { vertLines: { visible: false }, horzLines: { color: color("line") } },
    rightPriceScale: { borderVisible: false },
    timeScale: { borderVisible: false, timeVisible: true, secondsVisible: false },
    handleScroll: { vertTouchDrag: false },
  });
  const lines = series.map(({ name }): ISeriesApi<"Line"> =>
    chart.addSeries(LineSeries, {
      color: color(`series-${name}`),
      lineWidth: 2,
      lastValueVisible: true,
      priceLineVisible: false,
      priceFormat: { type: "price", precision: 2, minMove: 0.01 },
      autoscaleInfoProvider: (original: () => AutoscaleInfo | null) => widened(original()),
    }),
  );
  let isTouched = false;
  for (const event of ["pointerdown", "wheel"]) {
    container.addEventListener(event, () => (isTouched = true), { once: true, passive: true });
  }
  const update = (drawn: readonly Series[]) => {
    for (const [index, { points }] of drawn.entries()) lines[index]?.setData(toData(points));
    // Who has moved the chart looks at something.
    if (!isTouched) chart.timeScale().fitContent();
  };
  update(series);
  return { update, remove: () => chart.remove() };
}

/** Shows a price that rests as resting: at least 1 % from bottom to top. */
function widened(info: AutoscaleInfo | null): AutoscaleInfo | null {
  if (info?.priceRange == null) return info;
  const { minValue, maxValue } = info.priceRange;
  const missing = Math.max(0, 1 - (maxValue - minValue)) / 2;
  return { ...info, priceRange: { minValue: minValue - missing, maxValue: maxValue + missing } };
}

/** The chart wants times in strict order: of several in one second the last counts. */
function toData(points: readonly ChartPoint[]) {
  const byTime = new Map(points.map(({ time, value }) => [time, value]));
  return [...byTime].sort(([a], [b]) => a - b).map(([time, value]) => ({ time: time as UTCTimestamp, value }));
}

/** A canvas knows no custom properties, nor light-dark(). */
function resolveColor(container: HTMLElement, value: string): string {
  const probe = container.ownerDocument.createElement("span");
  probe.style.color = value;
  container.append(probe);
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return resolved;
}
