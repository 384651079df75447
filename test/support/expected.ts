import { abs, ceilDiv, WAD } from "./numbers.js";
import type { System } from "./system.js";

/** What a venue charges, {usd} WAD: `fee |n| + max(0, n (2K + n) / 2D)`, rounded up, n the notional at index. */
export interface Curve {
  fee: bigint;
  skew: bigint;
  depth: bigint;
}

export function tradeCost(curve: Curve, sizeDelta: bigint, price: bigint): bigint {
  const notional = ceilDiv(abs(sizeDelta) * price, WAD);
  const fee = ceilDiv(notional * curve.fee, WAD);
  if (curve.depth === 0n) return fee;
  const signed = sizeDelta < 0n ? -notional : notional;
  const product = signed * (2n * curve.skew + signed);
  return fee + (product > 0n ? ceilDiv(product, 2n * curve.depth) : 0n);
}

/** The same in units of collateral. */
export function chargedFor(system: System, curve: Curve, sizeDelta: bigint, price: bigint): bigint {
  return ceilDiv(tradeCost(curve, sizeDelta, price), unitValue(system));
}

/** {usd} Value of one unit of collateral, WAD. */
export function unitValue(system: System): bigint {
  return WAD / system.unit;
}

/** Position and equity of the token's account as the venue shows them, less what it owes; equity in whole units too. */
export async function fundOf(system: System, token = system.token, overrides: { blockTag?: "pending" } = {}) {
  const { price, size, curve, equity: held } = await system.venue.position(system.market, token, overrides);
  const unit = unitValue(system);
  const equity = held - (await token.totalOwed(overrides)) * unit;
  return {
    price,
    size,
    equity,
    equityDown: equity / unit,
    equityUp: ceilDiv(equity, unit),
    curve: { fee: curve.fee, skew: curve.skew, depth: curve.depth },
    supply: await token.effectiveSupply(overrides),
    virtualShares: await token.virtualShares(),
    virtualAssets: 10n ** 12n / unit,
  };
}

export type Fund = Awaited<ReturnType<typeof fundOf>>;

/** {collateral} What the fund must grow by for so many shares, the collector's included. */
export function costOf({ equityUp, virtualAssets, supply, virtualShares }: Fund, shares: bigint): bigint {
  return ceilDiv(shares * (equityUp + virtualAssets), supply + virtualShares);
}

/** {collateral} What so many shares are worth to those who leave. */
export function worthOf({ equityDown, virtualAssets, supply, virtualShares }: Fund, shares: bigint): bigint {
  return (shares * (equityDown + virtualAssets)) / (supply + virtualShares);
}

/** {share} The collector's: on top of shares minted, or kept back of shares redeemed. */
export function feeOn(shares: bigint, ppm: bigint): bigint {
  return ceilDiv(shares * ppm, 1_000_000n);
}
