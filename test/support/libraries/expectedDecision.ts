import { max, min, WAD } from "../numbers.js";
import { Reason } from "../outcomes.js";
import { mostWithin, smallest, tradeToTarget, type Trade } from "./expectedTrade.js";
import { notionalOf } from "./fund.js";
import { ceil, floor, least, ratio, type Rational } from "./rational.js";
import { magnitude, type Case } from "./rebalances.js";

/** {s} A reduction's bounds double when it has been blocked for this long, an emergency's tip when its price is this old. */
const WIDENING_TIME = 600n;
const MOST_WIDENING = 4n;
const EMERGENCY_SIZE = 4n;

/** {1} How much wider the bounds are that began to widen at `since`, WAD. */
export function wideningOf(since: bigint, timestamp: bigint): bigint {
  if (since === 0n) return WAD;
  const overdue = max(0n, timestamp - since);
  return floor(least(ratio(overdue, WIDENING_TIME).add(1n), ratio(MOST_WIDENING)).mul(WAD));
}

/** {s} The last scheduled time at or before `timestamp`, counted from the first one after the epoch. */
export function boundaryBefore({ period, offset }: Case["bands"], timestamp: bigint): bigint {
  return offset + ((timestamp - offset) / period) * period;
}

/** {usd} Notional at which leverage is `band` {1} times the target, exact. */
export function notionalAt({ fund, target }: Case, band: bigint): Rational {
  return magnitude(target).mul(fund.equity).mul(magnitude(band));
}

/**
 * Why a rebalance is due by leverage and time. Undefined within five wei of a band, where it is the contract's rounding
 * that decides; the bands themselves have tests of their own.
 */
export function reasonOf(given: Case): bigint | undefined {
  const { fund, bands, context } = given;
  const real = notionalOf(fund).abs();
  const [lower, upper, emergency] = [bands.lowerBand, bands.upperBand, bands.emergencyBand].map((band) =>
    real.sub(notionalAt(given, band)),
  ) as [Rational, Rational, Rational];
  if ([lower, upper, emergency].some((distance) => distance.abs().compare(5n) <= 0)) return undefined;
  if (emergency.compare(0n) > 0) return Reason.Emergency;
  if (context.unfinished) {
    return context.timestamp - context.rebalancedAt >= bands.cooldown ? Reason.Continuation : Reason.None;
  }
  if (upper.compare(0n) > 0 || lower.compare(0n) < 0) return Reason.Drift;
  return context.rebalancedAt < boundaryBefore(bands, context.timestamp) ? Reason.Scheduled : Reason.None;
}

/** What a due rebalance does: the trade wanted, what bounds leave of it, and what the caller earns. */
export interface Expected extends Trade {
  /** Whether it lowers leverage. */
  readonly isReduction: boolean;
  /** {usd} Unsigned notional that closes the gap; where nothing does, more than can be traded. */
  readonly gap: bigint;
  /** {usd} The most one trade may be. */
  readonly maxTrade: bigint;
  /** {usd} The most by its cost bound, if that bounds it. */
  readonly bySlippage: bigint | undefined;
  /** {base} The most the venue takes of such a trade. */
  readonly room: bigint;
  /** {usd} The trade after every cut, whether or not it is worth its while. */
  readonly cut: bigint;
  /** {1} Most it may cost of its notional, WAD. */
  readonly slippage: bigint;
  /** {collateral} For the whole gap. */
  readonly fullTip: bigint;
  /** {usd} How far the contract's roundings may lead from `wanted`. */
  readonly tolerance: bigint;
}

export function expectedOf(given: Case, reason: bigint): Expected {
  const { fund, target, bands, context } = given;
  const isEmergency = reason === Reason.Emergency;
  const fullTip = isEmergency ? tipOf(given) : 0n;
  const equity = fund.equity - fullTip * fund.unit;
  const trade = tradeToTarget(fund, target, equity);
  const isReduction = trade.sign > 0n !== target > 0n;
  const wider = wideningOf(context.blockedSince, context.timestamp);
  const slippage = isReduction ? (bands.emergencySlippage * wider) / WAD : bands.maxSlippage;
  const maxTrade = isEmergency ? (EMERGENCY_SIZE * context.maxTrade * wider) / WAD : context.maxTrade;
  const room = isReduction ? context.maxReduction : target > 0n ? context.maxLong : context.maxShort;
  const bySlippage = mostWithin(fund, trade.sign, ratio(slippage, WAD));
  const cut = smallest(trade.wanted, maxTrade, bySlippage ?? trade.wanted, (room * fund.price) / WAD);
  const tipSlack = isEmergency ? 2n * fund.unit : 0n;
  const tolerance = 20n + ceil(magnitude(target).mul(tipSlack).mul(2n)) + trade.wanted / 10n ** 24n;
  const distance = floor(notionalOf(fund).sub(ratio(target, WAD).mul(equity)).abs());
  const gap = trade.lands ? trade.wanted : max(distance, trade.wanted + 1n);
  return { ...trade, isReduction, gap, maxTrade, bySlippage, room, cut, slippage, fullTip, tolerance };
}

/** {collateral} The least of what closing the gap earns, 1 % of equity, the day's rest and the cap, in whole units. */
function tipOf({ fund, target, bands, context }: Case): bigint {
  const gap = notionalOf(fund).abs().sub(magnitude(target).mul(fund.equity));
  const rate = (bands.tipRate * wideningOf(context.priceUpdatedAt, context.timestamp)) / WAD;
  const earned = gap.mul(ratio(rate, WAD));
  const affordable = ratio(fund.equity * min(WAD / 100n, context.tipsLeft), WAD);
  return floor(least(least(earned, affordable).div(fund.unit), ratio(bands.tipCap)));
}

/** {usd} A trade up to 0.01 % of the target notional is not worth its while, nor one that two units of collateral outweigh. */
export function dustOf({ fund, target }: Case): Rational {
  const least = magnitude(target).mul(fund.equity).div(10_000n);
  const rounding = notionalOf(fund)
    .abs()
    .mul(2n * fund.unit)
    .div(fund.equity);
  return least.compare(rounding) > 0 ? least : rounding;
}

/** {collateral} The most a trade may cost: its slippage and four wei of the venue's rounding, in whole units. */
export function mostCostOf({ fund }: Case, traded: Rational, slippage: bigint): bigint {
  return ceil(traded.mul(ratio(slippage, WAD)).add(4n).div(fund.unit));
}
