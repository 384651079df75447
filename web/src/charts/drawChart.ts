import { createChart, LineSeries, type ISeriesApi, type UTCTimestamp } from "lightweight-charts";
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
    }),
  );
  const update = (drawn: readonly Series[]) => {
    for (const [index, { points }] of drawn.entries()) lines[index]?.setData(toData(points));
  };
  update(series);
  chart.timeScale().fitContent();
  return { update, remove: () => chart.remove() };
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
