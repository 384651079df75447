import { ModelRevert } from "../ModelRevert.js";
import type { IRebalancePolicy } from "../policies/IRebalancePolicy.js";
import type { Limits } from "../token/TokenTypes.js";
import type { MarketTerms } from "../venue/VenueTypes.js";
import * as FeeMath from "./FeeMath.js";
import type { Fees } from "./FeeMath.js";
import { mulDivDown, mulWadUp, WAD } from "./FixedPoint.js";
import { abs, min } from "./Math.js";
import * as RebalanceGuard from "./RebalanceGuard.js";

/** {1} Largest |target|, WAD. */
export const MAX_LEVERAGE = 5n * WAD;
/** {whole usd} Smallest bound of a rebalance trade. */
export const MIN_MAX_TRADE = 1000n;
/** {1} Symbols show leverage to this, WAD. */
const HUNDREDTH = WAD / 100n;

/** Reverts unless a token of this target, first price and policy may be created under `terms`. */
export function validate(leverage: bigint, initialNav: bigint, policy: IRebalancePolicy, terms: MarketTerms): void {
  const target = abs(leverage);
  if (target === 0n || target > MAX_LEVERAGE || target % HUNDREDTH !== 0n) {
    throw new ModelRevert("Factory_Leverage", [leverage]);
  }
  if (initialNav === 0n || initialNav > WAD || WAD % initialNav !== 0n) {
    throw new ModelRevert("Factory_InitialNav", [initialNav]);
  }
  policy.requireSuitable(leverage, terms);
  _requireEmergencyBand(leverage, policy, terms);
}

/**
 * Reverts where a move that the feed hides would pay for the fees of a mint and redeem round trip, at the largest leverage
 * at which shares are minted.
 */
export function validateFees(
  leverage: bigint,
  fees: Readonly<Fees>,
  policy: IRebalancePolicy,
  { takerFee, oracle }: MarketTerms,
): void {
  const largest = mulWadUp(abs(leverage), policy.bands().emergency);
  const least = FeeMath.arbitrageBound(largest, takerFee, oracle.deviationThreshold);
  const roundTrip = (fees.mintPpm + fees.redeemPpm) * (WAD / FeeMath.PPM);
  if (roundTrip < least) throw new ModelRevert("Factory_FeesBelowArbitrageBound", [roundTrip, least]);
}

/** Reverts unless a rebalance can still trade under `limits`. */
export function validateLimits({ maxTrade }: Readonly<Limits>): void {
  if (maxTrade < MIN_MAX_TRADE) throw new ModelRevert("Factory_MaxTradeTooSmall", [maxTrade, MIN_MAX_TRADE]);
}

/** The emergency band lies inside the venue's maximum leverage, and a stated distance before liquidation. */
function _requireEmergencyBand(leverage: bigint, policy: IRebalancePolicy, terms: MarketTerms): void {
  const { emergency } = policy.bands();
  const byMargin = mulDivDown(WAD - 1n, WAD, terms.initialMargin);
  const byDistance = RebalanceGuard.leverageAtDistance(leverage > 0n, terms.maintenanceMargin);
  const most = mulDivDown(min(byMargin, byDistance), WAD, abs(leverage));
  if (emergency < WAD || emergency > most) throw new ModelRevert("Factory_EmergencyBand", [emergency, WAD, most]);
}
