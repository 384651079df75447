import { divWadDown, mulWadDown, WAD, withSignOf } from "../../model/libraries/FixedPoint.js";
import { abs } from "../../model/libraries/Math.js";
import { VIRTUAL_ASSETS } from "../../model/libraries/NavMath.js";
import type { FundMark, NavTerms } from "./TokenEvent.js";

/** {usd/share} NAV of one whole token, WAD, of a fund in that state. */
export function navOf({ equity, supply }: FundMark, { virtualShares, collateralDecimals }: NavTerms): bigint {
  const assets = equity + virtualAssetsOf(collateralDecimals);
  return (assets * unitOf(collateralDecimals) * WAD) / (supply + virtualShares);
}

/** {usd/share} NAV of one whole settled token, WAD. */
export function settledNavOf(assets: bigint, supply: bigint, { collateralDecimals }: NavTerms): bigint {
  return supply === 0n ? 0n : (assets * unitOf(collateralDecimals) * WAD) / supply;
}

/** {1} Real leverage of a fund in that state, signed WAD. */
export function leverageOf({ size, price, equity }: FundMark, { collateralDecimals }: NavTerms): bigint {
  if (equity === 0n) return 0n;
  return withSignOf(divWadDown(mulWadDown(abs(size), price), equity * unitOf(collateralDecimals)), size);
}

/** {collateral} What a fund's virtual shares stand against. */
export function virtualAssetsOf(collateralDecimals: number): bigint {
  return VIRTUAL_ASSETS / unitOf(collateralDecimals);
}

/** {usd} Value of one unit of collateral, WAD. */
export function unitOf(collateralDecimals: number): bigint {
  return 10n ** BigInt(18 - collateralDecimals);
}
