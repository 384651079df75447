import { attempt, Phase } from "../../src/model/index.js";
import { abs, max, min, wad, WAD } from "../support/numbers.js";
import { MAX_CAPACITY, MAX_TRADE } from "../support/options.js";
import { BlockingCollateral } from "./BlockingCollateral.js";
import { decisionOf } from "./decisionOf.js";
import { between, next, partOf, pick, pickWeighted, signedPartOf } from "./draws.js";
import { delayOf } from "./delays.js";
import type { Step } from "./generator.js";
import type { Deed, Kind, Operation, Owner } from "./operations.js";
import { resolveHolding } from "./resolveHolding.js";
import { ownersIn, payeesIn, situationOf, type Situation } from "./situations.js";
import { ownerAddress, type Twin } from "./twinSide.js";
import { isUrgent, WEIGHTS, weightsIn } from "./weights.js";

const MAX_INT256 = 2n ** 255n - 1n;
/** {usd/base} Prices are kept within these, in parts of the first one, so that sequences do not run away. */
const FURTHEST = 40n;

/** Turns what was drawn into an operation, given where the twin stands. */
export function resolve(step: Step, twin: Twin, unit: bigint): Operation {
  const situation = situationOf(twin, subjectOf(step, twin));
  const isUsual = step.kind % (isUrgent(situation) ? 4 : 2) === 0;
  const particular = isUsual ? undefined : weightsIn(situation);
  const kind = pickWeighted<Kind>(step.kind >>> 2, particular ?? WEIGHTS);
  const deed = deedOf(kind, step, twin, situation, unit);
  return { at: twin.chain.now + delayOf(step, deed, twin, situation), ...deed };
}

/** Often one in the middle of a rebalance, so that it goes on. */
function subjectOf({ subject }: Step, { tokens }: Twin): number {
  const unfinished = tokens.findIndex((token) => token.state().phase === Phase.Unfinished);
  return unfinished === -1 || next(subject) % 3 !== 0 ? subject % tokens.length : unfinished;
}

function deedOf(kind: Kind, step: Step, twin: Twin, situation: Situation, unit: bigint): Deed {
  const { size, detail } = step;
  const { token, market } = situation;
  const id = twin.marketIds[market]!;
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
      return { kind, actor: keeperOf(step, twin), token };
    case "settle":
    case "reportRefusal":
    case "collectFees":
      return { kind, actor, token };
    case "payDebt":
      return resolveDebt(step, twin, actor, token);
    case "setDecision":
      if (!situation.isTold) return { kind: "rebalance", actor, token };
      return { kind, token, decision: decisionOf(step, twin, token) };
    case "setBlocked":
      return resolveBlocking(step, twin, actor, token);
    case "windDown": {
      const token = owingIn(twin) ?? situation.token;
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
      return { kind, market, answer: answerOf(step, twin, situation) };
    case "setRound":
      return { kind, market, ...roundOf(step, twin, situation) };
    case "setFailing":
      return { kind, market, failing: !situation.isFailing };
    case "trade":
      return { kind, actor, market, ...tradeOf(step, twin, market, me, cash, unit) };
    case "close":
    case "reportOutage":
      return { kind, actor, market };
    case "expire":
      return { kind, actor, market, steps: pick(detail, [1n, 1n, 1n, 1n, 4n, 64n]) };
    case "liquidate": {
      const someone = pick(detail, ownersIn(twin));
      const owner = detail % 8 === 0 ? someone : (situation.liquidatable ?? someone);
      return { kind, actor, market, owner };
    }
    case "closeExpired": {
      const owners = ownersIn(twin);
      const held = owners.filter((owner) => twin.venue.account(id, ownerAddress(twin, owner)).size !== 0n);
      return { kind, actor, market, owner: pick(next(detail), held.length === 0 || detail % 8 === 0 ? owners : held) };
    }
    case "depositMargin":
      return { kind, actor, market, amount: partOf(size, cash / 8n) };
    case "depositLiquidity":
    case "fundInsurance":
      return { kind, actor, assets: partOf(size, cash / 8n) };
    case "requestWithdrawal":
    case "withdrawLiquidity":
      return resolveExit(kind, step, twin);
    case "setBaseFunding":
      return { kind, market, ratePerSecond: fundingOf(step, twin, market) };
    case "setOpenInterestCap":
      return { kind, market, cap: capOf(step, twin, market) };
    case "setScenario":
      return { kind, market, ...scenarioOf(detail, situation) };
  }
}

/** A token that owes something. */
function owingIn({ tokens }: Twin): number | undefined {
  const owing = tokens.findIndex((token) => token.totalOwed() !== 0n);
  return owing === -1 ? undefined : owing;
}

/** Who is owed something is paid; most often, one who is blocked is let go first. */
function resolveDebt({ detail }: Step, twin: Twin, actor: number, subject: number): Deed {
  const { tokens, collateral } = twin;
  const token = owingIn(twin) ?? subject;
  const owed = payeesIn(twin).find((payee) => tokens[token]!.owed(ownerAddress(twin, payee)) !== 0n);
  const creditor: Owner = owed ?? { is: "actor", index: actor };
  const isBlocked = collateral instanceof BlockingCollateral && collateral.isBlocked(ownerAddress(twin, creditor));
  if (isBlocked && detail % 4 !== 0) return { kind: "setBlocked", account: creditor, blocked: false };
  return { kind: "payDebt", actor, token, creditor };
}

/** Most often one who cannot be paid, if there is. */
function keeperOf({ actor, detail }: Step, { collateral, addresses: { actors } }: Twin): number {
  const blocked = collateral instanceof BlockingCollateral ? actors.findIndex((who) => collateral.isBlocked(who)) : -1;
  return blocked === -1 || detail % 4 === 0 ? actor % actors.length : blocked;
}

/** Who is blocked is let go, most often; where nothing can be blocked, fees are collected instead. */
function resolveBlocking({ detail }: Step, twin: Twin, actor: number, token: number): Deed {
  const { collateral } = twin;
  if (!(collateral instanceof BlockingCollateral)) return { kind: "collectFees", actor, token };
  const payees = payeesIn(twin);
  const blocked = payees.find((payee) => collateral.isBlocked(ownerAddress(twin, payee)));
  if (blocked !== undefined && detail % 3 !== 0) return { kind: "setBlocked", account: blocked, blocked: false };
  const callers = payees.filter(({ is }) => is === "actor");
  return { kind: "setBlocked", account: pick(next(detail), detail % 4 === 0 ? payees : callers), blocked: true };
}

/** Who has liquidity gives notice of some, and is paid what is on notice; when there is none, someone brings some. */
function resolveExit(kind: "requestWithdrawal" | "withdrawLiquidity", { size, actor }: Step, twin: Twin): Deed {
  const { actors } = twin.addresses;
  const providers = actors.map((address) => twin.venue.providers(address));
  const anyone = actor % actors.length;
  const leaving = providers.findIndex(({ leaving, payableAt }) => leaving !== 0n && payableAt >= twin.chain.now);
  if (kind === "withdrawLiquidity" && (leaving !== -1 || actor % 8 === 0)) {
    return { kind, actor: anyone, owner: { is: "actor", index: leaving === -1 ? anyone : leaving } };
  }
  const owning = providers.findIndex(({ shares }) => shares !== 0n);
  if (owning === -1 && actor % 4 !== 0) {
    const assets = partOf(size, twin.collateral.balanceOf(actors[anyone]!) / 8n);
    return { kind: "depositLiquidity", actor: anyone, assets };
  }
  const index = owning === -1 || actor % 8 === 0 ? anyone : owning;
  return { kind: "requestWithdrawal", actor: index, shares: partOf(size, providers[index]!.shares) };
}

function feesOf({ size, detail }: Step) {
  const beyond = detail % 9 === 0 ? 2n : 1n;
  return {
    managementPpmPerYear: between(size, 0n, 100_000n * beyond),
    mintPpm: between(next(size), 0n, 10_000n * beyond),
    redeemPpm: between(next(next(size)), 0n, 10_000n),
  };
}

/** Now and then below what a fund holds, or less than a rebalance may be bound to. */
function limitsOf({ size, detail }: Step, twin: Twin, token: number) {
  const equity = attempt(() => twin.tokens[token]!.totalAssets()) ?? 0n;
  const whole = equity / 10n ** BigInt(twin.collateral.decimals);
  return {
    capacity: detail % 5 === 0 ? between(size, 0n, 2n * whole) : MAX_CAPACITY,
    maxTrade: detail % 3 === 0 ? MAX_TRADE : between(next(size), 900n, 2_000n + whole / 4n),
  };
}

/**
 * Mostly small moves, some gaps, some crashes and rallies, seldom something that is no price at all; more gaps where a
 * policy says what it is told, for only beyond a gap does the token overrule it.
 */
function answerOf({ size, detail }: Step, twin: Twin, { market, isTold }: Situation): bigint {
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
  const chances = isTold ? [0, 1, 1, 2, 3, 4, 4, 5, 5, 6] : [0, 0, 1, 1, 2, 3, 3, 4, 5, 6];
  const [low, high] = moves[chances[chance % 10]!]!;
  return (last * (WAD + between(size, low, high))) / WAD;
}

/** A round that is incomplete, dated in the future, old, or in order. */
function roundOf({ detail, size }: Step, twin: Twin, situation: Situation) {
  const answer = answerOf({ ...EMPTY, size, detail: 0 }, twin, situation);
  const updatedAt = twin.chain.now + pick(detail, [-twin.chain.now, 100_000n, -40_000n, 0n, -600n]);
  return { answer, updatedAt };
}

const EMPTY: Step = { kept: true, kind: 0, actor: 0, subject: 0, size: 0, detail: 0, delay: 0 };

/** Opening, adding, reducing, flipping, or moving margin alone. */
function tradeOf({ size, detail }: Step, twin: Twin, market: number, me: string, cash: bigint, unit: bigint) {
  const id = twin.marketIds[market]!;
  const { size: held, margin } = twin.venue.account(id, me);
  const shot = attempt(() => twin.venue.snapshot(id, me));
  const price = shot?.position.price ?? WAD;
  const room = max(shot?.room.maxLong ?? 0n, shot?.room.maxShort ?? 0n);
  const affordable = min(((cash / 8n) * (WAD / unit) * 10n * WAD) / price, room);
  const drawn = pick(detail, [
    signedPartOf(size, affordable),
    signedPartOf(size, affordable),
    -held,
    -signedPartOf(size, abs(held)),
    0n,
    shot?.room.maxLong ?? 0n,
  ]);
  const sizeDelta = max(min(drawn, MAX_INT256), -MAX_INT256);
  // Four to eighteen times leveraged: some of it liquidates at the next gap.
  const notional = (abs(sizeDelta) * price) / WAD / (WAD / unit);
  const stake = min(notional / between(next(size), 4n, 18n), cash / 2n);
  const isMore = sizeDelta > 0n === held >= 0n && sizeDelta !== 0n;
  const taken = partOf(next(next(size)), margin);
  const [pay, take] = isMore ? [stake, 0n] : pick(next(detail), [[0n, 0n] as const, [0n, taken], [stake, 0n]]);
  const cost = attempt(() => twin.venue.quote(id, me, sizeDelta).cost);
  const maxCost = cost === undefined ? MAX_INT256 : pick(next(next(detail)), [MAX_INT256, MAX_INT256, cost, cost - 1n]);
  return { sizeDelta, pay, take, moverPaysCost: next(size) % 3 === 0, maxCost };
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
    { halted: false, failing: true, spreadPpm: 0n },
    { halted: false, failing: false, spreadPpm: between(next(detail), 1n, 30_000n) },
  ]);
}
