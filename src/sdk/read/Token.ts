import type { Action, Health, Phase, Reason } from "./enums.js";

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
  readonly oracle: string;
  readonly collateral: string;
  readonly collateralDecimals: number;
  /** {1} Signed WAD. */
  readonly targetLeverage: bigint;
  readonly maximumLeverage: bigint;
  readonly takerFee: bigint;
  readonly maxPriceAge: bigint;
  readonly virtualShares: bigint;
  readonly policy: Policy;
  readonly limits: { readonly capacity: bigint; readonly maxTrade: bigint };
  readonly fees: { readonly managementPpmPerYear: bigint; readonly mintPpm: bigint; readonly redeemPpm: bigint };
  readonly phase: Phase;
  readonly mintPaused: boolean;
  readonly rebalancedAt: bigint;
}

export interface Policy {
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
  readonly complete: boolean;
  /** {base} Signed WAD. */
  readonly sizeDelta: bigint;
  /** {usd/base} WAD. */
  readonly limitPrice: bigint;
  /** {collateral} */
  readonly tip: bigint;
  readonly dueAt: bigint;
}
