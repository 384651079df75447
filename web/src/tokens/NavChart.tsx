import { useMemo } from "preact/hooks";
import { useApp } from "../app/AppContext.js";
import { LineChart } from "../charts/LineChart.js";
import { rebased } from "../charts/rebased.js";
import type { Token } from "../sdk.js";

/** NAV beside the underlying and beside what people take a leveraged token for. */
export function NavChart({ token }: { readonly token: Token }) {
  const { history } = useApp();
  const path = history.of(token.symbol)?.path;
  const series = useMemo(() => rebased(path ?? [], token), [path, token.symbol]);
  if (path === undefined) return <p class="soft">Reading the history …</p>;
  if (path.length < 2) return <p class="soft">The chart begins with the first price after the first mint.</p>;
  const [nav, underlying, naive] = series.map(({ points }) => points.at(-1)?.value.toFixed(2) ?? "");
  return (
    <LineChart
      series={series}
      summary={`From 100 when the chart begins, ${token.symbol} is at ${nav ?? ""}, ${token.market} at ${underlying ?? ""} and the naive multiple at ${naive ?? ""}.`}
    />
  );
}
