import { RISK_DISCLOSURE } from "../sdk.js";

/** The disclosure itself, and what it means in the words of these rules. */
export function RiskDisclosure() {
  return (
    <div class="stack">
      <p>{RISK_DISCLOSURE}</p>
      <p class="soft">
        A token follows a multiple of the return between two rebalances, not of the return over a longer time. A price
        that swings and comes back leaves less than there was, on the long and on the short side. The simulator shows by
        how much.
      </p>
    </div>
  );
}
