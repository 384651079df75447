import { mulDivDown, mulDivUp, WAD } from "../libraries/FixedPoint.js";
import { abs } from "../libraries/Math.js";
import type { Fund } from "../libraries/NavMath.js";
import type { BandParameters, Decision, RebalanceContext } from "../libraries/Rebalance.js";
import * as RebalanceLogic from "../libraries/RebalanceLogic.js";
import { ModelRevert } from "../ModelRevert.js";
import type { MarketTerms } from "../venue/VenueTypes.js";
import type { IRebalancePolicy } from "./IRebalancePolicy.js";

const HOUR = 3_600n;
/** {1} Most a trade may cost of its notional, before widening, WAD. */
const MAX_SLIPPAGE = WAD / 20n;
/** {1} Largest tip rate, WAD. */
const MAX_TIP_RATE = WAD / 100n;
/** {1} Least lower band: a fund without a position is below it, WAD. */
export const MIN_LOWER_BAND = WAD / 100n;
/** {s} While a rebalance is cut into chunks, drift waits for the next one: never longer than this. */
const MAX_COOLDOWN = HOUR;
const MAX_UINT128 = (1n << 128n) - 1n;

/**
 * Back to target at every boundary of a schedule, and at any time once real leverage leaves a band around it. The arithmetic
 * is {@link RebalanceLogic}.
 */
export class BandPolicy implements IRebalancePolicy {
  private readonly _chosen: BandParameters;

  constructor(chosen: BandParameters) {
    _requireRange("period", chosen.period, HOUR, 720n * HOUR);
    _requireRange("offset", chosen.offset, 0n, chosen.period - 1n);
    _requireRange("cooldown", chosen.cooldown, 1n, MAX_COOLDOWN);
    _requireRange("lowerBand", chosen.lowerBand, MIN_LOWER_BAND, (99n * WAD) / 100n);
    _requireRange("upperBand", chosen.upperBand, (101n * WAD) / 100n, chosen.emergencyBand);
    _requireRange("maxSlippage", chosen.maxSlippage, 0n, MAX_SLIPPAGE);
    _requireRange("emergencySlippage", chosen.emergencySlippage, chosen.maxSlippage, MAX_SLIPPAGE);
    _requireRange("tipRate", chosen.tipRate, 0n, MAX_TIP_RATE);
    _requireRange("tipCap", chosen.tipCap, 0n, MAX_UINT128);
    this._chosen = { ...chosen };
  }

  decide(fund: Fund, target: bigint, context: RebalanceContext): Decision {
    return RebalanceLogic.decide(fund, target, this._chosen, context);
  }

  bands(): { lower: bigint; upper: bigint; emergency: bigint } {
    const { lowerBand, upperBand, emergencyBand } = this._chosen;
    return { lower: lowerBand, upper: upperBand, emergency: emergencyBand };
  }

  /**
   * At the very point of liquidation the tip for rebalancing is at least the liquidator's reward, and a reduction that is
   * blocked by its cost is possible once its bound has widened.
   */
  requireSuitable(target: bigint, terms: MarketTerms): void {
    const { maxSlippage, emergencySlippage, tipRate, tipCap } = this._chosen;
    const dearest = terms.takerFee + terms.maxImpact;
    _requireRange("maxSlippage", maxSlippage, terms.takerFee, MAX_SLIPPAGE);
    const least = mulDivUp(dearest, WAD, RebalanceLogic.MAX_WIDENING);
    _requireRange("emergencySlippage", emergencySlippage, least, MAX_SLIPPAGE);
    const liquidated = mulDivDown(WAD, WAD, terms.maintenanceMargin);
    const mostReward = mulDivDown(RebalanceLogic.MAX_TIP_OF_EQUITY, WAD, 2n * liquidated);
    _requireRange("liquidationReward", terms.liquidationReward, 0n, mostReward);
    const leastRate = mulDivUp(terms.liquidationReward, liquidated, liquidated - abs(target));
    _requireRange("tipRate", tipRate, leastRate, MAX_TIP_RATE);
    const leastCap = terms.liquidationRewardCap === 0n ? 0n : terms.liquidationRewardCap + 1n;
    _requireRange("tipCap", tipCap, leastCap, MAX_UINT128);
  }

  /** What this policy was created with. */
  parameters(): BandParameters {
    return this._chosen;
  }
}

function _requireRange(what: string, value: bigint, min: bigint, max: bigint): void {
  if (value < min || value > max) throw new ModelRevert("BandPolicy_OutOfRange", [what, value, min, max]);
}
