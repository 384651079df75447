import type { Parameters } from "../deploy/parameters.js";
import { FeeMath } from "../model/index.js";
import { parseDecimal, WAD } from "../prices/index.js";
import { MOST_FUNDING } from "./funding.js";
import { toNumber } from "./numbers.js";
import type { Intrabar, PolicyName, ResultSettings } from "./result.js";
import { isBanded, isScheduled, restrictBands, type Terms } from "./terms.js";

/** What a person chose of one run; the rest is as the parameters deploy it. */
export interface Choice {
  /** "BTC3L" or "3x". */
  readonly token: string;
  /** {1} Signed WAD. */
  readonly leverage: bigint;
  readonly policy: PolicyName;
  /** {s} */
  readonly period: bigint;
  readonly offset: bigint;
  /** {1} Of target, WAD. */
  readonly bands: { readonly lower: bigint; readonly upper: bigint; readonly emergency: bigint };
  /** {1e-6/year} */
  readonly managementPpmPerYear: bigint;
  /** {1e-6} */
  readonly takerFeePpm: bigint;
  /** {1/s} Of what the venue reserves, WAD. */
  readonly reserveFeePerSecond: bigint;
  /** {usd} Whole dollars; 0 for no impact, and then for no limit to size either. */
  readonly depth: bigint;
  /** Whether tips and liquidations cost something. */
  readonly hasPenalties: boolean;
  /** {usd} Whole dollars. */
  readonly capital: bigint;
}

/** {usd} A market without impact takes everything: the most its storage, and a reserve's, can count. */
const UNLIMITED = 10n ** 13n;
/** {whole collateral} As much as a token's storage can count. */
const MOST_CAPACITY = 2n ** 32n - 1n;
/** {usd} Open interest is at most a tenth of depth. */
const DEPTH_PER_INTEREST = 10n;

/** The terms a choice comes to in an environment, whose market `name` gives the venue's. */
export function termsOf({ policy, fees, limits, markets, venue, collateral }: Parameters, choice: Choice): Terms {
  const { listing, oracle } = Object.values(markets)[0] ?? {};
  if (listing === undefined || oracle === undefined || typeof venue === "string" || typeof collateral === "string") {
    throw new Error("The parameters list no market at a mock venue");
  }
  const { decimals } = collateral.mock;
  const unit = 10n ** BigInt(decimals);
  const inUnits = (amount: string): bigint => (parseDecimal(amount) * unit) / WAD;
  const { hasPenalties, depth, bands } = choice;
  const isUnlimited = depth === 0n;
  const mostInterest = depth / DEPTH_PER_INTEREST;
  return {
    leverage: choice.leverage,
    policyName: choice.policy,
    bands: restrictBands(
      {
        ...policy,
        period: choice.period,
        offset: choice.offset,
        cooldown: BigInt(policy.cooldown),
        lowerBand: bands.lower,
        upperBand: bands.upper,
        emergencyBand: bands.emergency,
        tipRate: hasPenalties ? policy.tipRate : 0n,
        tipCap: hasPenalties ? inUnits(policy.tipCap) : 0n,
      },
      choice.policy,
    ),
    fees: { managementPpmPerYear: choice.managementPpmPerYear, mintPpm: fees.mint, redeemPpm: fees.redeem },
    limits: { capacity: MOST_CAPACITY, maxTrade: isUnlimited ? UNLIMITED : limits.maxTrade },
    market: {
      takerFeePpm: choice.takerFeePpm,
      initialMarginPpm: listing.initialMargin,
      maintenanceMarginPpm: listing.maintenanceMargin,
      liquidationPenaltyPpm: hasPenalties ? listing.liquidationPenalty : 0n,
      liquidationRewardPpm: hasPenalties ? listing.liquidationReward : 0n,
      liquidationRewardCap: hasPenalties ? inUnits(listing.liquidationRewardCap) : 0n,
      depth,
      openInterestCap: isUnlimited
        ? UNLIMITED
        : listing.openInterestCap < mostInterest
          ? listing.openInterestCap
          : mostInterest,
      baseFundingPerSecond: 0n,
      // The history is the whole market's: the fund's own skew, with nobody on the other side, must not add to it.
      skewFundingPerSecond: 0n,
      maxFundingPerSecond: MOST_FUNDING,
      reserveFeePerSecond: choice.reserveFeePerSecond,
      outageDelay: BigInt(listing.outageDelay),
    },
    liquidity: isUnlimited ? UNLIMITED * unit : inUnits(venue.mock.liquidity),
    insurance: inUnits(venue.mock.insurance),
    maxAge: BigInt(oracle.maxAge),
    decimals,
    capital: choice.capital * unit,
  };
}

/** What the prices say of a run, whatever is chosen. */
export type Stretch = Pick<ResultSettings, "source" | "interval" | "from" | "to" | "bars" | "gaps"> & {
  readonly intrabar: Intrabar;
  readonly step: bigint;
  readonly hasFunding: boolean;
};

/** The same for people to read. */
export function settingsOf(choice: Choice, { hasFunding, step, ...stretch }: Stretch): ResultSettings {
  const { token, policy, period, offset, bands } = choice;
  return {
    ...stretch,
    token,
    policy,
    leverage: toNumber(choice.leverage),
    ...(isScheduled(policy) ? { schedule: { period: Number(period), offset: Number(offset) } } : {}),
    ...(isBanded(policy)
      ? {
          bands: {
            lower: toNumber(bands.lower),
            upper: toNumber(bands.upper),
            emergency: toNumber(bands.emergency),
          },
        }
      : {}),
    costs: {
      managementFee: Number(choice.managementPpmPerYear) / 1e6,
      takerFee: Number(choice.takerFeePpm) / 1e6,
      reserveFee: toNumber(choice.reserveFeePerSecond * FeeMath.YEAR),
      depth: Number(choice.depth),
      funding: hasFunding,
    },
    capital: Number(choice.capital),
    step: toNumber(step),
  };
}
