const WAD = 10n ** 18n;

/** The least accepted of an expected amount, `slippage` {1} being a WAD of at most one. */
export function subtractSlippage(expected: bigint, slippage: bigint): bigint {
  return slippage >= WAD ? 0n : (expected * (WAD - slippage)) / WAD;
}
