import type { PastRebalance } from "../chain/History.js";
import { dollars, times } from "../format/format.js";
import { formatDecimal, formatTime, type Reason } from "../sdk.js";

/** Why each of them happened, in words. */
const REASON_WORDS: Record<Reason, string> = {
  None: "None",
  Scheduled: "Scheduled: its daily time had come",
  Drift: "Drift: leverage had left its band",
  Emergency: "Emergency: leverage was far beyond its band",
  Continuation: "Continuation: the next part of a large one",
};

interface Props {
  readonly market: string;
  readonly rebalances: readonly PastRebalance[];
  /** What to say while there are none. */
  readonly none: string;
}

export function RebalanceTable({ market, rebalances, none }: Props) {
  if (rebalances.length === 0) return <p class="soft">{none}</p>;
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Rebalances">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Why</th>
            <th scope="col">When</th>
            <th scope="col">{market} price</th>
            <th scope="col">Traded</th>
            <th scope="col">Leverage</th>
          </tr>
        </thead>
        <tbody>
          {rebalances.map(({ timestamp, reason, price, sizeDelta, before, after }, index) => (
            <tr key={index}>
              <td>{REASON_WORDS[reason]}</td>
              <td>{formatTime(timestamp)}</td>
              <td>{dollars(price)}</td>
              <td>
                {formatDecimal(sizeDelta, 18, 6).replace("-", "−")} {market}
              </td>
              <td>
                {times(before)} → {times(after)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
