/** What an action moved and was charged, as its events say; {collateral} and {share}. */
interface Charged {
  readonly assets: bigint;
  readonly shares: bigint;
  readonly feeShares: bigint;
  readonly cost: bigint;
}

/** {collateral} What the collector's shares of a mint were worth: its part of what was left after the venue's charge. */
export function mintFeeOf({ assets, shares, feeShares, cost }: Charged): bigint {
  return part(assets - cost, feeShares, shares + feeShares);
}

/**
 * {collateral} What the shares the collector kept of a redeem were worth. The redeemer was paid for the others, so this
 * also holds for the last redeem, after which there is no NAV to value shares at.
 */
export function redeemFeeOf({ assets, shares, feeShares, cost }: Charged): bigint {
  return part(assets + cost, feeShares, shares - feeShares);
}

function part(value: bigint, feeShares: bigint, shares: bigint): bigint {
  return shares === 0n ? 0n : (value * feeShares) / shares;
}
