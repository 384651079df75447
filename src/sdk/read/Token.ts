import type { Action, Blocker, Health, Phase, Reason } from "./enums.js";

/** A token as the lens shows it: what is fixed, what the governor changes, and what moves. Units as on chain. */
export interface Token extends TokenTerms {
  readonly health: Health;
  /** {usd/base} WAD; 0 while there is no price, like everything that depends on it. */
  readonly price: bigint;
  readonly priceUpdatedAt: bigint;
  /** {usd/share} WAD, of one whole token. */
  readonly nav: bigint;
  /** {1} Real leverage, signed WAD. */
  readonly leverage: bigint;
  /** {base} Signed WAD. */
  readonly size: bigint;
  /** {base/share} Signed WAD, per whole token. */
  readonly unitsPerToken: bigint;
  /** {collateral} */
  readonly equity: bigint;
  /** {share} Minted and pending. */
  readonly supply: bigint;
  /** {share} Minted. */
  readonly totalSupply: bigint;
  /** {usd/base} WAD; 0 where no price reaches the bound. */
  readonly triggers: { readonly lower: bigint; readonly upper: bigint; readonly emergency: bigint };
  readonly liquidationPrice: bigint;
  /** {collateral} */
  readonly maxDeposit: bigint;
  readonly decision: Decision;
}

export interface TokenTerms {
  readonly address: string;
  readonly symbol: string;
  readonly name: string;
  /** Name of the market, such as BTC. */
  readonly market: string;
  readonly venue: string;
  /** The fund's account there; the venue itself where it keeps accounts by their owners. */
  readonly account: string;
  readonly oracle: string;
  readonly collateral: string;
  readonly collateralDecimals: number;
  /** {1} Signed WAD. */
  readonly targetLeverage: bigint;
  readonly maximumLeverage: bigint;
  readonly takerFee: bigint;
  readonly maxPriceAge: bigint;
  readonly virtualShares: bigint;
  /** The contract that decides when the token rebalances. */
  readonly policy: string;
  /** What that contract was created with; undefined where it is of a kind unknown here. */
  readonly bands: BandParameters | undefined;
  /** {whole collateral} and {whole usd} */
  readonly limits: { readonly capacity: bigint; readonly maxTrade: bigint };
  readonly fees: { readonly managementPpmPerYear: bigint; readonly mintPpm: bigint; readonly redeemPpm: bigint };
  readonly phase: Phase;
  readonly mintPaused: boolean;
  readonly rebalancedAt: bigint;
  /** {s} Since when a due trade has been reported as blocked; 0 if none was since the last trade. */
  readonly blockedSince: bigint;
}

/** When and how a token with bands rebalances. Units as on chain. */
export interface BandParameters {
  readonly period: bigint;
  readonly offset: bigint;
  readonly cooldown: bigint;
  readonly lowerBand: bigint;
  readonly upperBand: bigint;
  readonly emergencyBand: bigint;
  readonly maxSlippage: bigint;
  readonly emergencySlippage: bigint;
  readonly tipRate: bigint;
  readonly tipCap: bigint;
}

/** What `rebalance()` would do now. */
export interface Decision {
  readonly action: Action;
  readonly reason: Reason;
  /** What stands in the way; None unless the action is Blocked. */
  readonly blocker: Blocker;
  readonly complete: boolean;
  /** {base} Signed WAD; where it is blocked, the part that could be done. */
  readonly sizeDelta: bigint;
  /** {collateral} The most it may cost. */
  readonly maxCost: bigint;
  /** {collateral} */
  readonly tip: bigint;
  /** {s} When a call is useful next. */
  readonly dueAt: bigint;
}
