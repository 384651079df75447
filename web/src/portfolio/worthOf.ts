import type { Account, Token } from "../sdk.js";

const WAD = 10n ** 18n;

/** {collateral} What an account's tokens are worth at NAV. */
export function worthOf(tokens: readonly Token[], { shares }: Account): bigint {
  const worths = tokens.map(({ symbol, nav, collateralDecimals }) => {
    const dollars = ((shares[symbol] ?? 0n) * nav) / WAD;
    return dollars / 10n ** BigInt(18 - collateralDecimals);
  });
  return worths.reduce((sum, worth) => sum + worth, 0n);
}
