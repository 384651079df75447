import type { WatchedToken } from "../../sdk/index.js";

/** {gas} What one token adds to a transaction. */
const GAS_PER_TOKEN = 150_000n;
const WAD = 10n ** 18n;

/** When a tip is worth its gas; set only by who wants no other emergencies. */
export interface TipTerms {
  /** {1} Least value of a tip over the gas it costs, WAD. */
  readonly minRatio: bigint;
  /** {collateral/coin} Price of a whole coin of the chain, WAD. */
  readonly nativePrice: bigint;
  readonly collateralDecimals: number;
}

/**
 * Whether to take a token. Only an emergency that pays can be refused: nobody is paid for the rest, and an emergency
 * without a tip has nobody else to wait for.
 * @param gasPrice {wei/gas}
 */
export function isWorthIt({ decision }: WatchedToken, gasPrice: bigint, terms: TipTerms | undefined): boolean {
  if (terms === undefined || decision.reason !== "Emergency" || decision.tip === 0n) return true;
  const tip = decision.tip * 10n ** BigInt(18 - terms.collateralDecimals);
  const cost = (GAS_PER_TOKEN * gasPrice * terms.nativePrice) / WAD;
  return tip * WAD >= cost * terms.minRatio;
}
