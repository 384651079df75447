import { abs, max, WAD } from "../numbers.js";
import { Reason } from "../outcomes.js";
import { mostWithin, smallest, tradeToTarget, type Trade } from "./expectedTrade.js";
import { notionalOf } from "./fund.js";
import { ceil, floor, least, ratio, type Rational } from "./rational.js";
import { magnitude, type Case } from "./rebalances.js";

/** {s} An emergency's bounds double when its price is this old. */
const WIDENING_TIME = 600n;
const MOST_WIDENING = 4n;
const EMERGENCY_SIZE = 4n;

/** {1} How much wider an emergency's bounds are, WAD. */
export function wideningOf(priceUpdatedAt: bigint, timestamp: bigint): bigint {
  const overdue = max(0n, timestamp - priceUpdatedAt);
  return floor(least(ratio(overdue, WIDENING_TIME).add(1n), ratio(MOST_WIDENING)).mul(WAD));
}

/** {s} The last scheduled time at or before `timestamp`, counted from the first one after the epoch. */
export function boundaryBefore({ period, offset }: Case["policy"], timestamp: bigint): bigint {
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
  const { fund, policy, facts, timestamp } = given;
  const real = notionalOf(fund).abs();
  const [lower, upper, emergency] = [policy.lowerBand, policy.upperBand, policy.emergencyBand].map((band) =>
    real.sub(notionalAt(given, band)),
  ) as [Rational, Rational, Rational];
  if ([lower, upper, emergency].some((distance) => distance.abs().compare(5n) <= 0)) return undefined;
  if (emergency.compare(0n) > 0) return Reason.Emergency;
  if (facts.unfinished) {
    return timestamp - facts.rebalancedAt >= policy.cooldown ? Reason.Continuation : Reason.None;
  }
  if (upper.compare(0n) > 0 || lower.compare(0n) < 0) return Reason.Drift;
  return facts.rebalancedAt < boundaryBefore(policy, timestamp) ? Reason.Scheduled : Reason.None;
}

/** What a due rebalance does, before dust: the trade wanted, what bounds leave of it, and what the caller earns. */
export interface Expected extends Trade {
  /** {usd} Unsigned notional after every cut. */
  readonly cut: bigint;
  /** {usd} The cuts themselves. */
  readonly bounds: readonly bigint[];
  /** {usd} The one by slippage, if there is one. */
  readonly bySlippage: bigint | undefined;
  /** {base} What the venue would take of an increase; undefined for a reduction. */
  readonly room: bigint | undefined;
  /** {1} Worst average fill against index, WAD. */
  readonly slippage: bigint;
  /** {collateral} For the whole gap. */
  readonly fullTip: bigint;
  /** {usd} What a trade is paid a part of the tip by: the trade that lands, or the distance to target where none does. */
  readonly gap: bigint;
  /** {usd} How far the contract's roundings may lead from `wanted`. */
  readonly tolerance: bigint;
}

export function expectedOf(given: Case, reason: bigint): Expected {
  const { fund, target, policy, facts } = given;
  const isEmergency = reason === Reason.Emergency;
  const wider = wideningOf(facts.priceUpdatedAt, given.timestamp);
  const slippage = isEmergency ? (policy.emergencySlippage * wider) / WAD : policy.maxSlippage;
  const maxTrade = isEmergency ? (EMERGENCY_SIZE * facts.maxTrade * wider) / WAD : facts.maxTrade;
  const fullTip = isEmergency ? tipOf(given, wider) : 0n;
  const equity = fund.equity - fullTip * fund.unit;
  const trade = tradeToTarget(fund, target, equity);
  const isIncrease = trade.sign > 0n === target > 0n;
  const room = isIncrease ? (target > 0n ? facts.maxLong : facts.maxShort) : undefined;
  const roomNotional = room === undefined ? undefined : (room * fund.price) / WAD;
  const bySlippage = mostWithin(fund, trade.sign, ratio(slippage, WAD));
  const bounds = [maxTrade, bySlippage, roomNotional].filter((bound) => bound !== undefined);
  const cut = smallest(trade.wanted, ...bounds);
  const tipSlack = isEmergency ? 2n * fund.unit : 0n;
  const tolerance = 20n + ceil(magnitude(target).mul(tipSlack).mul(2n)) + trade.wanted / 10n ** 24n;
  const distance = floor(notionalOf(fund).sub(ratio(target, WAD).mul(equity)).abs());
  const gap = trade.lands ? trade.wanted : max(distance, trade.wanted + 1n);
  return { ...trade, cut, bounds, bySlippage, room, slippage, fullTip, gap, tolerance };
}

/** {collateral} The least of what closing the gap earns, 1 % of equity and the cap, in whole units. */
function tipOf({ fund, target, policy }: Case, wider: bigint): bigint {
  const gap = notionalOf(fund).abs().sub(magnitude(target).mul(fund.equity));
  const rate = (policy.tipRate * wider) / WAD;
  const earned = gap.mul(ratio(rate, WAD));
  const affordable = ratio(fund.equity, 100n);
  return floor(least(least(earned, affordable).div(fund.unit), ratio(policy.tipCap)));
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

/** {usd/base} Index and slippage, and four wei of rounding a venue may add to a trade of this size. */
export function limitOf(price: bigint, sizeDelta: bigint, slippage: bigint): Rational {
  const bound = ratio(price * slippage, WAD).add(ratio(4n * WAD, abs(sizeDelta)));
  return sizeDelta > 0n ? bound.add(price) : ratio(price).sub(bound);
}
