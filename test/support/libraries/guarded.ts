import { AbiCoder, dataLength, dataSlice, toBeHex, ZeroAddress, ZeroHash } from "ethers";
import fc, { type Arbitrary } from "fast-check";
import { abs, max, min, WAD, wad } from "../numbers.js";
import { Action, Blocker, Phase, Reason } from "../outcomes.js";
import { amount } from "./arbitrary.js";
import { chargedCost, exactCost, isTooSmall, notionalOf } from "./fund.js";
import { ceil, floor, greatest, ratio, type Rational } from "./rational.js";
import { magnitude, realLeverage, rebalance, type Case, type Decision } from "./rebalances.js";

/** Where the policies of these tests are: a contract whose code answers. */
export const POLICY = "0x00000000000000000000000000000000b0110717";
/** {1} Most the tips of a day are of equity, WAD. */
export const MOST_TIPS = wad("0.02");
/** {1} The venue's, WAD. */
export const MAINTENANCE = wad("0.03");

/** Code of a contract that returns `data` to every call. */
export function codeReturning(data: string): string {
  const length = dataSlice(toBeHex(dataLength(data), 32), 30).slice(2);
  // codecopy(0, 14, length), return(0, length)
  return `0x61${length}600e60003961${length}6000f3${data.slice(2)}`;
}

/** A decision as a policy returns it. */
export function encoded(decision: Decision): string {
  const { action, reason, blocker, complete, sizeDelta, maxCost, tip, dueAt } = decision;
  const types = ["uint8", "uint8", "uint8", "bool", "int256", "uint256", "uint256", "uint256"];
  return AbiCoder.defaultAbiCoder().encode(types, [action, reason, blocker, complete, sizeDelta, maxCost, tip, dueAt]);
}

/** What a token that has {@link POLICY} knows of itself, as far as the guard reads it. */
export function readingOf({ fund, target, bands }: Case, rebalancing: { tipDay?: bigint; tipped?: bigint } = {}) {
  return {
    account: ZeroAddress,
    market: ZeroHash,
    policy: POLICY,
    targetLeverage: target,
    virtualShares: fund.virtualShares,
    unit: fund.unit,
    emergencyBand: bands.emergencyBand,
    minted: fund.supply,
    owed: 0n,
    state: {
      pendingFeeShares: 0n,
      feesAccruedAt: 0n,
      rebalancedAt: 0n,
      managementPpmPerYear: 0n,
      mintPpm: 0n,
      redeemPpm: 0n,
      capacity: 0n,
      mintPaused: false,
      hasDebts: false,
      phase: Phase.Active,
    },
    rebalancing: {
      maxTrade: 0n,
      blockedSince: 0n,
      blockedAt: 0n,
      blocker: Blocker.None,
      tipDay: 0n,
      tipped: 0n,
      ...rebalancing,
    },
  };
}

/** What may be due to a fund whose position is on its target's side, as any is: none is ever traded past zero. */
export const guarded: Arbitrary<Case> = rebalance.filter(({ fund, target }) => fund.size * target >= 0n);

/** {1} Of the gap to target, WAD: nothing, a part, all, and beyond. */
const part = fc.oneof(
  { weight: 3, arbitrary: fc.bigInt(0n, WAD) },
  { weight: 2, arbitrary: fc.bigInt(wad("0.9"), wad("1.1")) },
  { weight: 1, arbitrary: fc.bigInt(-WAD, 3n * WAD) },
  { weight: 1, arbitrary: fc.constantFrom(0n, WAD, 10n * WAD) },
);
/** {1} Of the notional traded, WAD. */
const costRate = fc.oneof(fc.bigInt(0n, wad("0.2")), amount(0n, WAD, wad("0.2")));
const tipRate = fc.oneof(fc.constant(0n), fc.constant(0n), amount(0n, wad("0.08"), wad("0.04")));

/** A case and anything a policy might answer to it, mostly a trade somewhere about the target. */
export const answered: Arbitrary<{ given: Case; answer: Decision }> = fc
  .record({
    given: guarded,
    action: fc.oneof({ weight: 8, arbitrary: fc.constant(Action.Trade) }, fc.constantFrom(...Object.values(Action))),
    reason: fc.constantFrom(...Object.values(Reason)),
    blocker: fc.constantFrom(...Object.values(Blocker)),
    complete: fc.boolean(),
    part,
    costRate,
    tipRate,
    dueAt: amount(0n, 2n ** 32n),
  })
  .map(({ given, part, costRate, tipRate, dueAt, ...rest }) => {
    const { fund, target } = given;
    const sizeDelta = (((target * fund.equity) / fund.price - fund.size) * part) / WAD;
    const notional = (abs(sizeDelta) * fund.price) / WAD;
    const ofNotional = (rate: bigint) => (notional * rate) / WAD / fund.unit;
    return { given, answer: { ...rest, sizeDelta, maxCost: ofNotional(costRate), tip: ofNotional(tipRate), dueAt } };
  });

/** Why a token does not let its policy do what it answers; undefined where it does. */
export type Objection =
  "settling" | "no blocker" | "at target" | "past target" | "too dear" | "a tip too large" | "a tip without need";

/**
 * What a token has against an answer, first to last. `isClear` is false where a few wei of the contract's rounding might
 * decide.
 */
export function objectionTo(given: Case, answer: Decision, tipsLeft: bigint) {
  const { fund, target, bands } = given;
  const { action, blocker, sizeDelta, maxCost, tip } = answer;
  let isClear = true;
  const exceeds = (value: Rational, bound: Rational, slack: bigint | Rational) => {
    isClear &&= value.sub(bound).abs().compare(slack) > 0;
    return value.compare(bound) > 0;
  };
  const verdict = (objection?: Objection) => ({ objection, isClear });
  if (action === Action.None) return verdict();
  if (action === Action.Settle) return verdict("settling");
  if (action === Action.Blocked) return verdict(blocker === Blocker.None ? "no blocker" : undefined);
  if (sizeDelta === 0n) return verdict(tip === 0n ? undefined : "a tip without need");

  const wei = ratio(fund.price, WAD).add(1n);
  const traded = ratio(abs(sizeDelta) * fund.price, WAD);
  if (tip > fund.equity / fund.unit) return verdict("a tip too large");
  const bound = floor(traded.div(5n).div(fund.unit)) + 1n;
  if (exceeds(ratio(maxCost * fund.unit), ratio(bound * fund.unit), wei.add(fund.unit).add(8n))) {
    return verdict("too dear");
  }
  const isReduction = sizeDelta > 0n !== target > 0n;
  const cost = exactCost(fund.curve, traded.mul(sizeDelta > 0n ? 1n : -1n));
  const left = greatest(ratio(0n), ratio(fund.equity - tip * fund.unit).sub(cost));
  const wanted = magnitude(target).mul(left);
  const onTarget = magnitude(target).mul(fund.equity);
  const tolerance = onTarget.div(20_000n).add(magnitude(target).mul(fund.unit).div(2n));
  const held = notionalOf(fund).abs();
  const slack = wei.mul(magnitude(target).mul(8n).add(2n)).add(8n);
  if (!exceeds(isReduction ? held.sub(onTarget) : onTarget.sub(held), tolerance, slack)) return verdict("at target");
  if (isReduction) {
    if (abs(sizeDelta) > abs(fund.size)) return verdict("past target");
    if (exceeds(wanted, held.sub(traded).add(tolerance), slack)) return verdict("past target");
  } else if (exceeds(held.add(traded), wanted.add(tolerance), slack)) return verdict("past target");
  if (tip === 0n) return verdict();
  const emergency = onTarget.mul(magnitude(bands.emergencyBand));
  if (!isReduction || !exceeds(held, emergency, 8n + fund.equity / WAD)) return verdict("a tip without need");
  const most = [traded.div(25n), ratio(fund.equity * tipsLeft, WAD)];
  const isTooLarge = most.some((each) => exceeds(ratio(tip * fund.unit), each, wei.add(2n)));
  return verdict(isTooLarge ? "a tip too large" : undefined);
}

/** {1} Leverage from which a price move of 5 % leads to liquidation: `1 - l d = m l (1 -+ d)`, exact. */
export function liquidatedAfterMove(isLong: boolean, maintenance: bigint): Rational {
  const [m, d] = [ratio(maintenance, WAD), ratio(1n, 20n)];
  const priceThen = isLong ? ratio(1n).sub(d) : ratio(1n).add(d);
  return ratio(1n).div(d.add(m.mul(priceThen)));
}

/** Whether a token reduces by itself: beyond 5/4 of its emergency band, or within 5 % of liquidation. */
export function isBeyondHardBand({ fund, target, bands }: Case, maintenance = MAINTENANCE): boolean {
  if (isTooSmall(fund)) return false;
  const byBand = magnitude(target).mul(magnitude(bands.emergencyBand)).mul(ratio(5n, 4n));
  const byDistance = liquidatedAfterMove(target > 0n, maintenance);
  const least = byBand.compare(byDistance) < 0 ? byBand : byDistance;
  const most = greatest(least, magnitude(target));
  return realLeverage(fund).abs().compare(most) > 0;
}

/** {usd} What is above target, in whole wei. */
function gapOf({ fund, target }: Case): bigint {
  return floor(notionalOf(fund).abs()) - floor(magnitude(target).mul(fund.equity));
}

/** Whether an answer is a trade that closes a hundredth of the gap at least, for no less than the venue charges. */
export function helps(given: Case, { action, sizeDelta, maxCost }: Decision): boolean {
  if (action !== Action.Trade) return false;
  const { curve, price, unit } = given.fund;
  const traded = ceil(ratio(abs(sizeDelta) * price, WAD));
  return traded >= gapOf(given) / 100n && chargedCost(curve, sizeDelta, price) <= maxCost * unit;
}

/** What a token does by itself: back to target but for the cost of it, as far as the venue goes. */
export function ownReduction(given: Case): Decision {
  const { fund, target, context } = given;
  const nothing = { action: Action.None, reason: Reason.None, blocker: Blocker.None, complete: false };
  if (context.rebalancedAt === context.timestamp) {
    return { ...nothing, sizeDelta: 0n, maxCost: 0n, tip: 0n, dueAt: context.timestamp + 1n };
  }
  const size = min((gapOf(given) * WAD) / fund.price, context.maxReduction);
  const isBlocked = size < max(1n, context.minReduction);
  // It leaves the target of the equity before its cost, which may be 0.1 % more than that of what is left.
  const cost = ceil(ratio(chargedCost(fund.curve, target > 0n ? -size : size, fund.price), fund.unit));
  const left = (fund.equity / fund.unit - cost) * fund.unit;
  const lands = ratio(fund.equity).compare(ratio(left * 1_001n, 1_000n)) <= 0;
  return {
    action: isBlocked ? Action.Blocked : Action.Trade,
    reason: Reason.Emergency,
    blocker: isBlocked ? Blocker.Reduction : Blocker.None,
    complete: !isBlocked && size < context.maxReduction && lands,
    sizeDelta: target > 0n ? -size : size,
    maxCost: floor(ratio((size * fund.price) / WAD, 5n)) / fund.unit,
    tip: 0n,
    dueAt: context.timestamp,
  };
}

/** What a token makes of an answer it does not allow. */
export function blockedByPolicy({ context }: Case): Decision {
  return {
    action: Action.Blocked,
    reason: Reason.None,
    blocker: Blocker.Policy,
    complete: false,
    sizeDelta: 0n,
    maxCost: 0n,
    tip: 0n,
    dueAt: context.timestamp,
  };
}
