import { useEffect, useRef, useState } from "preact/hooks";
import { currentTheme } from "../app/theme.js";
import type { DrawnChart } from "./drawChart.js";
import type { Series } from "./Series.js";

interface Props {
  /** What the chart shows, for those who do not see it. */
  readonly summary: string;
  readonly series: readonly Series[];
}

/** Lines over time. The code that draws is fetched when the first chart is shown. */
export function LineChart({ summary, series }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const drawn = useRef<DrawnChart | undefined>(undefined);
  const [hasFailed, setFailed] = useState(false);
  const theme = currentTheme();
  const latest = useRef(series);
  latest.current = series;

  useEffect(() => {
    let isGone = false;
    import("./drawChart.js").then(
      ({ drawChart }) => {
        if (isGone || container.current === null) return;
        drawn.current = drawChart(container.current, latest.current);
      },
      () => setFailed(true),
    );
    return () => {
      isGone = true;
      drawn.current?.remove();
      drawn.current = undefined;
    };
  }, [theme]);

  useEffect(() => drawn.current?.update(series), [series]);

  return (
    <figure>
      <ul class="chart-legend">
        {series.map(({ name, label }) => (
          <li key={name}>
            <span class={`swatch swatch-${name}`} aria-hidden="true" />
            {label}
          </li>
        ))}
      </ul>
      <div class="chart" role="img" aria-label={summary} ref={container}>
        {hasFailed && <p class="chart-empty">The chart could not be loaded: reload the page to see it.</p>}
      </div>
      <figcaption class="small soft">
        TradingView Lightweight Charts™, Copyright (c) 2025 TradingView, Inc.{" "}
        <a href="https://www.tradingview.com/" rel="noreferrer noopener" target="_blank">
          tradingview.com
        </a>
      </figcaption>
    </figure>
  );
}
