import { uint256 } from "./Checked.js";
import type { Curve } from "./CostCurve.js";
import { divWadDown, mulDivDown, mulDivUp, mulWadDown, WAD, withSignOf } from "./FixedPoint.js";
import { abs, ceilDiv } from "./Math.js";

/** A fund as one reading of its venue account shows it; everything that is priced is priced on this. */
export interface Fund {
  /** {usd} Value of the account at index, WAD, never negative. */
  equity: bigint;
  /** {usd} Value of one unit of collateral, WAD: 10^(18 - decimals). */
  unit: bigint;
  /** {share} Shares minted plus management-fee shares pending. */
  supply: bigint;
  /** {share} Shares that stand against one virtual unit of collateral; they set the first price. */
  virtualShares: bigint;
  /** {base} Position, WAD, negative when short. */
  size: bigint;
  /** {usd/base} Index price, WAD. */
  price: bigint;
  /** What the venue charges for moving the position. */
  curve: Curve;
}

/** {usd} A fund that holds less than a tenth of a cent, and whose shares never stood for more, WAD. */
export const DUST = WAD / 1000n;

/** Whether nothing but dust is in the fund. It counts as empty. */
export function isDust(fund: Fund): boolean {
  return fund.equity < DUST && uint256(fund.supply * fund.unit) < DUST * fund.virtualShares;
}

/** Whether equity is gone, down to the last unit, from a fund that is more than dust. */
export function isWipedOut(fund: Fund): boolean {
  return fund.equity < fund.unit && !isDust(fund);
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
  return mulDivUp(shares, equityUp(fund) + 1n, fund.supply + fund.virtualShares);
}

/** {collateral} What `shares` are worth to a holder before trading cost and fee. */
export function toAssetsDown(fund: Fund, shares: bigint): bigint {
  return mulDivDown(shares, equityDown(fund) + 1n, fund.supply + fund.virtualShares);
}

/** {share} The most shares whose {@link toAssetsUp} is at most `assets`. */
export function toSharesDown(fund: Fund, assets: bigint): bigint {
  return mulDivDown(assets, fund.supply + fund.virtualShares, equityUp(fund) + 1n);
}

/** {share} The least shares whose {@link toAssetsDown} is at least `assets`. */
export function toSharesUp(fund: Fund, assets: bigint): bigint {
  return mulDivUp(assets, fund.supply + fund.virtualShares, equityDown(fund) + 1n);
}

/** {usd/share} NAV of one whole token, WAD, rounded down. */
export function navPerToken(fund: Fund): bigint {
  if (isWipedOut(fund)) return 0n;
  return uint256((equityDown(fund) + 1n) * fund.unit * WAD) / (fund.supply + fund.virtualShares);
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
