import type { Fund } from "../libraries/NavMath.js";
import type { Decision, RebalanceContext } from "../libraries/Rebalance.js";
import type { MarketTerms } from "../venue/VenueTypes.js";

/** When and by how much a fund trades back to its target. One policy serves any number of tokens. */
export interface IRebalancePolicy {
  /**
   * Decides what is due for a fund that holds equity.
   * @param target {1} Target leverage, signed WAD.
   */
  decide(fund: Fund, target: bigint, context: RebalanceContext): Decision;

  /** {1} The real leverage over target at which trades become due, WAD. Above `emergency` nothing is minted. */
  bands(): { lower: bigint; upper: bigint; emergency: bigint };

  /** Reverts with the policy's own error unless it can do its work for that target under those terms. */
  requireSuitable(target: bigint, terms: MarketTerms): void;
}
