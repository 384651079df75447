import type { Position } from "../venue/VenueTypes.js";
import { uint256 } from "./Checked.js";
import type { Curve } from "./CostCurve.js";
import { divWadDown, mulDivDown, mulDivUp, mulWadDown, WAD, withSignOf } from "./FixedPoint.js";
import { abs, ceilDiv, saturatingSub } from "./Math.js";

/** A fund as one reading of its account shows it; everything that is priced is priced on this. */
export interface Fund {
  /** {usd} Value of the account at the venue's mark less what the fund owes, WAD, never negative. */
  equity: bigint;
  /** {usd} Value of one unit of collateral, WAD: 10^(18 - decimals). */
  unit: bigint;
  /** {share} Shares minted plus fee shares pending. */
  supply: bigint;
  /** {share} Shares that stand against the virtual assets; they set the first price. */
  virtualShares: bigint;
  /** {base} Position, WAD, negative when short. */
  size: bigint;
  /** {usd/base} Mark, WAD. */
  price: bigint;
  /** What the venue expects to charge for moving the position. */
  curve: Curve;
}

/** What a decision to rebalance was made on. */
export interface FundMark {
  /** {base} Position, WAD, negative when short. */
  readonly size: bigint;
  /** {usd/base} Mark, WAD. */
  readonly price: bigint;
  /** {collateral} Rounded down. */
  readonly equity: bigint;
  /** {1} Real, signed WAD. */
  readonly leverage: bigint;
}

/** {usd} A fund that holds less than a tenth of a cent, and whose shares never stood for more, WAD. */
export const DUST = WAD / 1000n;
/** {usd} What the virtual shares stand against: a millionth of a dollar, whatever the collateral's decimals, WAD. */
export const VIRTUAL_ASSETS = 10n ** 12n;
/** {collateral} Of fewer units of equity the venue's rounding of a cost is too large a part for a trade to land on target. */
export const MIN_EQUITY = 2000n;

/**
 * The fund as a reading of its account shows it.
 * @param owed {collateral} What the fund owes.
 */
export function fill(
  position: Readonly<Position>,
  unit: bigint,
  supply: bigint,
  virtualShares: bigint,
  owed: bigint,
): Fund {
  const { equity, size, price, curve } = position;
  const left = owed === 0n ? equity : saturatingSub(equity, uint256(owed * unit));
  return { equity: left, unit, supply, virtualShares, size, price, curve };
}

/** Whether nothing but dust is in the fund. It counts as empty. */
export function isDust(fund: Fund): boolean {
  return fund.equity < DUST && uint256(fund.supply * VIRTUAL_ASSETS) < uint256(DUST * fund.virtualShares);
}

/** Whether there is no position, or none that counts: the next mint opens it at target. */
export function isUnopened(fund: Fund): boolean {
  return fund.size === 0n || isDust(fund);
}

/** Whether equity is gone, down to the last unit, from a fund that is more than dust. */
export function isWipedOut(fund: Fund): boolean {
  return fund.equity < fund.unit && !isDust(fund);
}

/** Whether the fund holds too little to be traded back to its target. */
export function isTooSmall(fund: Fund): boolean {
  return equityDown(fund) < MIN_EQUITY || isDust(fund);
}

/** {collateral} Equity in whole units, rounded down. */
export function equityDown(fund: Fund): bigint {
  return fund.equity / fund.unit;
}

/** {collateral} Equity in whole units, rounded up. */
export function equityUp(fund: Fund): bigint {
  return ceilDiv(fund.equity, fund.unit);
}

/** {collateral} What `shares` cost a minter before trading cost and fee. */
export function toAssetsUp(fund: Fund, shares: bigint): bigint {
  return mulDivUp(shares, equityUp(fund) + _virtualAssets(fund), fund.supply + fund.virtualShares);
}

/** {collateral} What `shares` are worth to a holder before trading cost and fee. */
export function toAssetsDown(fund: Fund, shares: bigint): bigint {
  return mulDivDown(shares, equityDown(fund) + _virtualAssets(fund), fund.supply + fund.virtualShares);
}

/** {share} The most shares whose {@link toAssetsUp} is at most `assets`. */
export function toSharesDown(fund: Fund, assets: bigint): bigint {
  return mulDivDown(assets, fund.supply + fund.virtualShares, equityUp(fund) + _virtualAssets(fund));
}

/** {share} The least shares whose {@link toAssetsDown} is at least `assets`. */
export function toSharesUp(fund: Fund, assets: bigint): bigint {
  return mulDivUp(assets, fund.supply + fund.virtualShares, equityDown(fund) + _virtualAssets(fund));
}

/** {usd/share} NAV of one whole token, WAD, rounded down. */
export function navPerToken(fund: Fund): bigint {
  if (isWipedOut(fund)) return 0n;
  const assets = equityDown(fund) + _virtualAssets(fund);
  return uint256(assets * fund.unit * WAD) / (fund.supply + fund.virtualShares);
}

/** {usd} The signed notional of the position at index, WAD, rounded toward zero. */
export function notional(fund: Fund): bigint {
  return withSignOf(mulWadDown(abs(fund.size), fund.price), fund.size);
}

/** {1} Real leverage, signed WAD, rounded toward zero; 0 when there is no equity. */
export function leverage(fund: Fund): bigint {
  if (fund.equity === 0n) return 0n;
  const n = notional(fund);
  return withSignOf(divWadDown(abs(n), fund.equity), n);
}

/** {collateral} */
function _virtualAssets(fund: Fund): bigint {
  return VIRTUAL_ASSETS / fund.unit;
}
