import { attempt } from "../../src/model/index.js";
import { abs, DAY, max, min, wad, WAD } from "../support/numbers.js";
import { between, next, partOf, pick, pickWeighted, signedPartOf } from "./draws.js";
import { WEIGHTS, type Step } from "./generator.js";
import type { Deed, Kind, Operation } from "./operations.js";
import { resolveHolding } from "./resolveHolding.js";
import { ownersIn, situationOf, weightsIn, type Situation } from "./situations.js";
import type { Twin } from "./twinSide.js";

const MAX_INT256 = 2n ** 255n - 1n;
const MAX_UINT256 = 2n ** 256n - 1n;
/** {usd/base} Prices are kept within these, in parts of the first one, so that sequences do not run away. */
const FURTHEST = 40n;

/** Turns what was drawn into an operation, given where the twin stands. */
export function resolve(step: Step, twin: Twin, unit: bigint): Operation {
  const situation = situationOf(twin, step.subject % twin.tokens.length);
  const particular = step.kind % 2 === 0 ? weightsIn(situation) : undefined;
  const kind = pickWeighted<Kind>(step.kind >>> 1, particular ?? WEIGHTS);
  const deed = deedOf(kind, step, twin, situation, unit);
  return { at: twin.chain.now + delayOf(step, deed, twin, situation), ...deed };
}

/** {s} Time passes with prices above all, as it would; with others only now and then so long that the price goes stale. */
function delayOf({ delay }: Step, deed: Deed, twin: Twin, { isPriceDead, isHalted }: Situation): bigint {
  const { kind } = deed;
  const length = next(delay);
  if (kind === "withdrawLiquidity" && delay % 4 !== 0) return untilWithdrawable(deed.actor, twin);
  if (kind === "rebalance" && delay % 2 === 0) return between(length, 1n, 120n);
  const isDead = isPriceDead || isHalted;
  if (isDead && delay % 3 === 0) return between(length, 1n, 2n * DAY);
  switch (delay % 10) {
    case 0:
    case 1:
      return 0n;
    case 2:
    case 3:
      return between(length, 1n, 900n);
    case 4:
      return kind === "setAnswer" ? between(length, 1n, 60n * DAY) : between(length, 1n, 7_200n);
    case 5:
      return kind === "setAnswer" || delay % 70 === 5 ? between(length, 1n, DAY) : 1n;
    default:
      return 1n;
  }
}

function deedOf(kind: Kind, step: Step, twin: Twin, situation: Situation, unit: bigint): Deed {
  const { size, detail } = step;
  const { token, market } = situation;
  const actor = step.actor % twin.addresses.actors.length;
  const me = twin.addresses.actors[actor]!;
  const cash = twin.collateral.balanceOf(me);
  switch (kind) {
    case "deposit":
    case "mint":
    case "redeem":
    case "withdraw":
    case "transfer":
      // Where nobody holds anything, somebody comes first.
      return resolveHolding(twin.tokens[token]!.totalSupply() === 0n ? "deposit" : kind, step, twin, token);
    case "rebalance":
    case "settle":
    case "collectFees":
      return { kind, actor, token };
    case "windDown": {
      const equity = attempt(() => twin.tokens[token]!.totalAssets()) ?? 0n;
      return { kind, token, minAssets: detail % 4 === 0 ? partOf(size, equity) : 0n };
    }
    case "setFees":
      return { kind, token, ...feesOf(step) };
    case "setLimits":
      return { kind, token, ...limitsOf(step, twin, token) };
    case "setMintPaused":
      return { kind, token, paused: !situation.isPaused };
    case "setAnswer":
      return { kind, market, answer: answerOf(step, twin, market) };
    case "setRound":
      return { kind, market, ...roundOf(step, twin, market) };
    case "setFailing":
      return { kind, market, failing: !situation.isFailing };
    case "trade":
      return { kind, actor, market, ...tradeOf(step, twin, market, me, cash, unit) };
    case "close":
    case "forfeit":
    case "reportOutage":
      return { kind, actor, market };
    case "liquidate": {
      const someone = pick(detail, ownersIn(twin));
      const owner = detail % 8 === 0 ? someone : (situation.liquidatable ?? someone);
      return { kind, actor, market, owner };
    }
    case "depositMargin":
      return { kind, actor, market, amount: partOf(size, cash / 8n) };
    case "depositLiquidity":
    case "fundInsurance":
      return { kind, actor, assets: partOf(size, cash / 8n) };
    case "withdrawLiquidity":
      return resolveExit(step, twin);
    case "setBaseFunding":
      return { kind, market, ratePerSecond: fundingOf(step, twin, market) };
    case "setOpenInterestCap":
      return { kind, market, cap: capOf(step, twin, market) };
    case "setScenario":
      return { kind, market, ...scenarioOf(detail, situation) };
  }
}

/** {s} */
function untilWithdrawable(actor: number, { venue, addresses, chain }: Twin): bigint {
  return max(venue.providers(addresses.actors[actor]!).withdrawableAt - chain.now, 1n);
}

/** Whoever has liquidity takes some out; when nobody has, someone brings some. */
function resolveExit({ size, actor }: Step, twin: Twin): Deed {
  const { actors } = twin.addresses;
  const owning = actors.findIndex((address) => twin.venue.providers(address).shares !== 0n);
  if (owning === -1 && actor % 4 !== 0) {
    const index = actor % actors.length;
    return {
      kind: "depositLiquidity",
      actor: index,
      assets: partOf(size, twin.collateral.balanceOf(actors[index]!) / 8n),
    };
  }
  const index = owning === -1 || actor % 8 === 0 ? actor % actors.length : owning;
  const { shares } = twin.venue.providers(actors[index]!);
  return { kind: "withdrawLiquidity", actor: index, shares: partOf(size, shares) };
}

function feesOf({ size, detail }: Step) {
  const beyond = detail % 9 === 0 ? 2n : 1n;
  return {
    managementPpmPerYear: between(size, 0n, 100_000n * beyond),
    mintPpm: between(next(size), 0n, 10_000n * beyond),
    redeemPpm: between(next(next(size)), 0n, 10_000n),
  };
}

function limitsOf({ size, detail }: Step, twin: Twin, token: number) {
  const equity = attempt(() => twin.tokens[token]!.totalAssets()) ?? 0n;
  const { collateral } = twin;
  const dollars = (equity * 10n ** BigInt(18 - collateral.decimals)) / 4n + WAD;
  const capacity = detail % 5 === 0 ? between(size, 0n, 2n * equity) : 2n ** 96n - 1n;
  return { capacity, maxTrade: detail % 3 === 0 ? 2n ** 128n - 1n : between(next(size), 0n, dollars) };
}

/** Mostly small moves, some gaps, some crashes and rallies, seldom something that is no price at all. */
function answerOf({ size, detail }: Step, twin: Twin, market: number): bigint {
  const feed = twin.feeds[market]!;
  const first = (10n ** BigInt(feed.decimals) * 50_000n) / (market === 0 ? 1n : 20n);
  const last = feed.latestRoundData()?.answer ?? first;
  if (last < first / FURTHEST || last > first * FURTHEST) return first;
  const moves: readonly [bigint, bigint][] = [
    [wad("-0.01"), wad("0.01")],
    [wad("-0.03"), wad("0.03")],
    [0n, 0n],
    [wad("-0.12"), wad("0.12")],
    [wad("-0.3"), wad("0.3")],
    [wad("-0.65"), wad("-0.25")],
    [wad("0.2"), wad("1.2")],
  ];
  const chance = detail % 40;
  if (chance === 39) return pick(next(detail), [0n, -1n, 1n, 2n ** 127n - 1n]);
  const [low, high] = moves[[0, 0, 1, 1, 2, 3, 3, 4, 5, 6][chance % 10]!]!;
  return (last * (WAD + between(size, low, high))) / WAD;
}

/** A round that is incomplete, dated in the future, old, or in order. */
function roundOf({ detail, size }: Step, twin: Twin, market: number) {
  const answer = answerOf({ ...EMPTY, size, detail: 0 }, twin, market);
  const updatedAt = twin.chain.now + pick(detail, [-twin.chain.now, 100_000n, -40_000n, 0n, -600n]);
  return { answer, updatedAt };
}

const EMPTY: Step = { kept: true, kind: 0, actor: 0, subject: 0, size: 0, detail: 0, delay: 0 };

/** Opening, adding, reducing, flipping, or moving margin alone. */
function tradeOf({ size, detail }: Step, twin: Twin, market: number, me: string, cash: bigint, unit: bigint) {
  const id = twin.marketIds[market]!;
  const { size: held, margin } = twin.venue.account(id, me);
  const shot = attempt(() => twin.venue.snapshot(id, me));
  const price = shot?.price ?? WAD;
  const room = max(shot?.maxLong ?? 0n, shot?.maxShort ?? 0n);
  const affordable = min(((cash / 8n) * (WAD / unit) * 10n * WAD) / price, room);
  const sizeDelta = pick(detail, [
    signedPartOf(size, affordable),
    signedPartOf(size, affordable),
    -held,
    -signedPartOf(size, abs(held)),
    0n,
  ]);
  // Four to eighteen times leveraged: some of it liquidates at the next gap.
  const notional = (abs(sizeDelta) * price) / WAD / (WAD / unit);
  const stake = min(notional / between(next(size), 4n, 18n), cash / 2n);
  const isMore = sizeDelta > 0n === held >= 0n && sizeDelta !== 0n;
  const taken = -partOf(next(next(size)), margin);
  const marginDelta = isMore ? stake : pick(next(detail), [0n, taken, stake]);
  const tight = sizeDelta > 0n ? price + price / 1_000n : price - price / 1_000n;
  const limitPrice = next(detail) % 4 === 0 ? tight : sizeDelta > 0n ? MAX_UINT256 : 0n;
  return { sizeDelta: clamp(sizeDelta), marginDelta: clamp(marginDelta), limitPrice };
}

function clamp(value: bigint): bigint {
  return max(min(value, MAX_INT256), -MAX_INT256);
}

function fundingOf({ size, detail }: Step, twin: Twin, market: number): bigint {
  const { maxFundingPerSecond } = twin.venue.marketState(twin.marketIds[market]!).capacity;
  const most = detail % 9 === 0 ? 2n * maxFundingPerSecond : maxFundingPerSecond;
  return between(size, -most, most);
}

function capOf({ size, detail }: Step, twin: Twin, market: number): bigint {
  const { openInterestCap, depth } = twin.venue.marketState(twin.marketIds[market]!).capacity;
  const most = depth === 0n ? 10_000_000n : depth / 10n;
  return pick(detail, [most, most, between(size, 0n, openInterestCap), between(size, 0n, 2n * most)]);
}

function scenarioOf(detail: number, { isHalted, isTampered }: Situation) {
  if (isHalted || isTampered) return { halted: false, failing: false, spreadPpm: 0n };
  return pick(detail, [
    { halted: true, failing: false, spreadPpm: 0n },
    { halted: false, failing: true, spreadPpm: 0n },
    { halted: false, failing: false, spreadPpm: between(next(detail), 1n, 30_000n) },
  ]);
}
