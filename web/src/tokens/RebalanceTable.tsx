import type { Past, PastBlock, PastRebalance } from "../chain/past.js";
import { dollars, NONE, times } from "../format/format.js";
import { BLOCKER_WORDS, formatDecimal, formatTime, type Reason } from "../sdk.js";

/** Why each of them happened, in words. */
const REASON_WORDS: Record<Reason, string> = {
  None: "None",
  Scheduled: "Scheduled: its daily time had come",
  Drift: "Drift: leverage had left its band",
  Emergency: "Emergency: leverage was far beyond its band",
  Continuation: "Continuation: the next part of a large one",
  Marking: "Marking: most of what the exchange had set aside for its gains was used up",
};

interface Props {
  readonly market: string;
  readonly rebalances: readonly Past[];
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
          {rebalances.map((past, index) =>
            "blocker" in past ? (
              <BlockedRow key={index} {...past} />
            ) : (
              <TradeRow key={index} market={market} {...past} />
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

function TradeRow({ market, timestamp, reason, price, sizeDelta, before, after }: PastRebalance & { market: string }) {
  return (
    <tr>
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
  );
}

function BlockedRow({ timestamp, reason, blocker }: PastBlock) {
  return (
    <tr>
      <td>
        {reason} blocked: {BLOCKER_WORDS[blocker]}
      </td>
      <td>{formatTime(timestamp)}</td>
      <td>{NONE}</td>
      <td>nothing</td>
      <td>{NONE}</td>
    </tr>
  );
}
