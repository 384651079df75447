import { ModelRevert } from "../ModelRevert.js";
import * as FeeMath from "./FeeMath.js";
import type { Fees } from "./FeeMath.js";
import { abs } from "./Math.js";

/**
 * Reverts unless a mint and redeem round trip costs at least what the feed may hide from it.
 * @param leverage {1} Target, signed WAD.
 * @param takerFee {1} The venue's, WAD.
 * @param deviationThreshold {1} The feed's, WAD.
 */
export function validateFees(leverage: bigint, fees: Fees, takerFee: bigint, deviationThreshold: bigint): void {
  const bound = FeeMath.arbitrageBound(fees, abs(leverage), takerFee, deviationThreshold);
  if (bound.roundTripCost < bound.hiddenMove) {
    throw new ModelRevert("Factory_FeesBelowArbitrageBound", [bound.roundTripCost, bound.hiddenMove]);
  }
}
