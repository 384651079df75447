import type { AddressLike } from "ethers";
import type { FeesStruct, LimitsStruct } from "../../types/ethers-contracts/contracts/LeveragedTokenFactory.js";
import type { BandParametersStruct } from "../../types/ethers-contracts/contracts/policies/BandPolicy.js";
import type { MarketConfigStruct } from "../../types/ethers-contracts/contracts/mocks/MockFuturesVenue.js";
import { DAY, HOUR, wad } from "./numbers.js";

type Numbers<T> = { -readonly [K in keyof T]: bigint };

export type BandParameters = Numbers<BandParametersStruct>;
export type Fees = Numbers<FeesStruct>;
export type Limits = Numbers<LimitsStruct>;
export type Market = Numbers<Omit<MarketConfigStruct, "oracle">>;

/** What a test may choose of the system; everything else has a default a real deployment could have. */
export interface Options {
  /** Of the collateral, 6 to 18. */
  decimals: number;
  /** Of the feed's answers. */
  feedDecimals: number;
  /** {usd/base} WAD. */
  price: bigint;
  /** {1} Target leverage of `system.token`, signed WAD. */
  leverage: bigint;
  /** {collateral} First price of a token; 0 stands for one whole unit. */
  initialNav: bigint;
  /** {collateral, whole units} What the liquidity provider puts in. */
  pool: bigint;
  /** {1} Of the feed, WAD. */
  deviationThreshold: bigint;
  /** {s} Age beyond which the oracle refuses a price. */
  maxAge: bigint;
  fees: Fees;
  limits: Limits;
  policy: Partial<BandParameters>;
  market: Partial<Market>;
  /** An ERC-20 to use in place of the mock USDC; it must mint to anyone on `mint(address,uint256)`. */
  collateral: AddressLike | undefined;
}

export const MAX_CAPACITY = 2n ** 32n - 1n;
export const MAX_TRADE = 2n ** 64n - 1n;

export const DEFAULTS: Options = {
  decimals: 6,
  feedDecimals: 8,
  price: wad(50_000),
  leverage: wad(3),
  initialNav: 0n,
  pool: 50_000_000n,
  deviationThreshold: wad("0.001"),
  maxAge: 26n * HOUR,
  fees: { managementPpmPerYear: 36_500n, mintPpm: 1_000n, redeemPpm: 1_000n },
  limits: { capacity: MAX_CAPACITY, maxTrade: MAX_TRADE },
  policy: {},
  market: {},
  collateral: undefined,
};

/** Everything free of charge, so that arithmetic can be compared with published figures. */
export const COSTS_OFF = {
  deviationThreshold: 0n,
  fees: { managementPpmPerYear: 0n, mintPpm: 0n, redeemPpm: 0n },
  market: { takerFeePpm: 0n, depth: 0n, skewFundingPerSecond: 0n, reserveFeePerSecond: 0n },
} satisfies Partial<Options>;

/** @param unit {collateral} One whole unit. */
export function policyOf(overrides: Partial<BandParameters>, unit: bigint): BandParameters {
  return {
    period: DAY,
    offset: 0n,
    cooldown: 60n,
    lowerBand: wad(2) / 3n,
    upperBand: wad(4) / 3n,
    emergencyBand: wad(5) / 3n,
    maxSlippage: wad("0.01"),
    emergencySlippage: wad("0.03"),
    tipRate: wad("0.003"),
    tipCap: 100n * unit,
    ...overrides,
  };
}

/** @param unit {collateral} One whole unit. */
export function marketOf(overrides: Partial<Market>, unit: bigint): Market {
  return {
    takerFeePpm: 500n,
    initialMarginPpm: 50_000n,
    maintenanceMarginPpm: 30_000n,
    liquidationPenaltyPpm: 10_000n,
    liquidationRewardPpm: 150n,
    liquidationRewardCap: 50n * unit,
    depth: 1_000_000_000n,
    openInterestCap: 100_000_000n,
    baseFundingPerSecond: 0n,
    skewFundingPerSecond: 10n ** 11n,
    maxFundingPerSecond: 10n ** 11n,
    reserveFeePerSecond: 634_195_839n, // 2 % a year
    outageDelay: 3n * DAY,
    ...overrides,
  };
}
