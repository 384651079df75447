import { LineChart } from "../charts/LineChart.js";
import { rebased } from "../charts/rebased.js";
import { percent } from "../format/format.js";
import type { Simulation } from "../../../src/sdk/simulate/index.js";
import type { Token } from "../sdk.js";
import { AttributionBars } from "../portfolio/AttributionBars.js";
import { RebalanceTable } from "../tokens/RebalanceTable.js";

/** What became of a token on a path, and why it is not simply the multiple. */
export function SimulationView({ token, simulation }: { readonly token: Token; readonly simulation: Simulation }) {
  const { underlying, nav, naive, points, rebalances, isWipedOut } = simulation;
  const series = rebased(points, token);
  return (
    <>
      <section class="panel">
        <h2>
          {token.market} {percent(underlying, { signed: true })}, {token.symbol} {percent(nav, { signed: true })}
        </h2>
        <p class="soft">
          {isWipedOut
            ? "The fund lost all its money on the way."
            : `The naive multiple of the move would be ${percent(naive, { signed: true })}.`}
        </p>
        <AttributionBars
          parts={[
            { name: "Naive multiple", value: naive },
            { name: "Compounding", value: simulation.compounding },
            { name: "Funding", value: simulation.funding },
            { name: "Trading", value: simulation.trading },
            { name: "Fees", value: simulation.fees },
          ]}
          total={nav}
          write={(value) => percent(value, { signed: true })}
        />
      </section>
      <section class="panel">
        <h2>On the way</h2>
        <LineChart
          series={series}
          summary={`${token.symbol} from 100 to ${lastOf(series, 0)}, ${token.market} from 100 to ${lastOf(series, 1)}`}
        />
      </section>
      <section class="panel">
        <h2>Rebalances</h2>
        <RebalanceTable
          market={token.market}
          rebalances={rebalances}
          none="None: leverage stays within its band, and no scheduled time passes."
        />
      </section>
    </>
  );
}

function lastOf(series: ReturnType<typeof rebased>, index: number): string {
  return series[index]?.points.at(-1)?.value.toFixed(2) ?? "";
}
