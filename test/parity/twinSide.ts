import {
  BandPolicy,
  Chain,
  ChainlinkPriceOracle,
  FundDesk,
  LeveragedToken,
  MockAggregator,
  MockCollateral,
  MockFuturesVenue,
  ModelRevert,
  type ModelEvent,
  type Value,
} from "../../src/model/index.js";
import { marketOf } from "../support/options.js";
import { AnythingPolicy } from "./AnythingPolicy.js";
import { BlockingCollateral } from "./BlockingCollateral.js";
import { policyIn, type Addresses, type World } from "./deployWorld.js";
import type { Operation, Owner } from "./operations.js";
import { ANYTHING } from "./worlds.js";

/** What a call came to. */
export interface Outcome {
  /** Name and values of the error, where it reverted. */
  readonly refusal?: { readonly error: string; readonly values: readonly Value[] };
  /** Absent where the caller is no contract: a transaction does not tell. */
  readonly returned?: Value | undefined;
  readonly events: readonly ModelEvent[];
}

/** When the parts of a world came to be {s}, as the chain says. */
export interface Times {
  readonly feeds: readonly { readonly updatedAt: bigint; readonly answer: bigint }[];
  readonly markets: readonly bigint[];
  readonly tokens: readonly bigint[];
}

/** A world in the model. */
export interface Twin {
  readonly addresses: Addresses;
  readonly chain: Chain;
  readonly collateral: MockCollateral;
  readonly venue: MockFuturesVenue;
  readonly feeds: readonly MockAggregator[];
  readonly oracles: readonly ChainlinkPriceOracle[];
  readonly marketIds: readonly string[];
  readonly tokens: readonly LeveragedToken[];
}

/** The twin of a deployed world, its opening not played yet. */
export function buildTwin(world: World, times: Times): Twin {
  const { choice, addresses, system } = world;
  const { options } = choice;
  const chain = new Chain(times.feeds[0]!.updatedAt);
  const Collateral = choice.hasBlockList ? BlockingCollateral : MockCollateral;
  const collateral = new Collateral(chain, addresses.collateral, options.decimals);
  const venue = new MockFuturesVenue(chain, addresses.venue, collateral);
  const marketIds = world.markets.map(({ id }) => id);
  const feeds = times.feeds.map(({ updatedAt, answer }, i) => {
    chain.now = updatedAt;
    return new MockAggregator(chain, addresses.feeds[i]!, options.feedDecimals, answer);
  });
  const { maxAge, deviationThreshold } = options;
  const bounds = { minPrice: 10n ** 9n, maxPrice: 10n ** 29n };
  const oracles = feeds.map((feed) => new ChainlinkPriceOracle({ feed, maxAge, deviationThreshold, ...bounds }));
  marketIds.forEach((id, i) => {
    chain.now = times.markets[i]!;
    venue.listMarket(id, { ...marketOf(options.market, system.unit), oracle: oracles[i]! });
  });
  collateral.mint(addresses.provider, options.pool * system.unit);
  venue.depositLiquidity(addresses.provider, options.pool * system.unit);
  const desk = new FundDesk(chain, addresses.desk);
  const tokens = choice.tokens.map(({ market, leverage, policy }, i) => {
    chain.now = times.tokens[i]!;
    return new LeveragedToken({
      chain,
      address: addresses.tokens[i]!,
      feeCollector: addresses.collector,
      venue,
      market: marketIds[market]!,
      leverage,
      initialNav: options.initialNav === 0n ? system.unit : options.initialNav,
      policy: policy === ANYTHING ? new AnythingPolicy() : new BandPolicy(policyIn(world, policy)),
      desk,
      fees: options.fees,
      limits: options.limits,
    });
  });
  for (const actor of addresses.actors) collateral.mint(actor, choice.wealth * system.unit);
  chain.events.length = 0;
  return { addresses, chain, collateral, venue, feeds, oracles, marketIds, tokens };
}

/** Plays one operation in the model. */
export function performOnTwin(twin: Twin, operation: Operation): Outcome {
  const { chain } = twin;
  chain.now = operation.at;
  chain.events.length = 0;
  try {
    const returned = call(twin, operation);
    return { returned, events: [...chain.events] };
  } catch (error) {
    if (!(error instanceof ModelRevert)) throw error;
    return { refusal: { error: error.error, values: error.values }, events: [] };
  }
}

export function ownerAddress({ addresses }: Pick<Twin, "addresses">, { is, index }: Owner): string {
  if (is === "collector") return addresses.collector;
  return (is === "token" ? addresses.tokens : addresses.actors)[index]!;
}

function call(twin: Twin, op: Operation): Value | undefined {
  const { venue, addresses } = twin;
  const who = (index: number) => addresses.actors[index]!;
  const market = (index: number) => twin.marketIds[index]!;
  const token = (index: number) => twin.tokens[index]!;
  switch (op.kind) {
    case "deposit":
      return token(op.token).deposit(who(op.actor), op.assets, who(op.receiver), op.minShares);
    case "mint":
      return token(op.token).mint(who(op.actor), op.shares, who(op.receiver), op.maxAssets);
    case "redeem":
      return token(op.token).redeem(who(op.actor), op.shares, who(op.receiver), who(op.actor), op.minAssets);
    case "withdraw":
      return token(op.token).withdraw(who(op.actor), op.assets, who(op.receiver), who(op.actor), op.maxShares);
    case "transfer":
      token(op.token).transfer(who(op.actor), who(op.receiver), op.shares);
      return true;
    case "rebalance":
      token(op.token).rebalance(who(op.actor));
      break;
    case "reportRefusal":
      token(op.token).desk.reportRefusal(token(op.token));
      break;
    case "settle":
      token(op.token).settle();
      break;
    case "collectFees":
      return token(op.token).collectFees();
    case "payDebt":
      return token(op.token).payDebt(ownerAddress(twin, op.creditor));
    case "windDown":
      token(op.token).windDown(op.minAssets);
      break;
    case "setFees": {
      const { managementPpmPerYear, mintPpm, redeemPpm } = op;
      token(op.token).setFees({ managementPpmPerYear, mintPpm, redeemPpm });
      break;
    }
    case "setLimits":
      token(op.token).setLimits({ capacity: op.capacity, maxTrade: op.maxTrade });
      break;
    case "setMintPaused":
      token(op.token).setMintPaused(op.paused);
      break;
    case "setDecision": {
      const { policy } = token(op.token);
      if (policy instanceof AnythingPolicy) policy.decision = op.decision;
      break;
    }
    case "setBlocked":
      if (twin.collateral instanceof BlockingCollateral) {
        twin.collateral.setBlocked(ownerAddress(twin, op.account), op.blocked);
      }
      break;
    case "setAnswer":
      twin.feeds[op.market]!.setAnswer(op.answer);
      break;
    case "setRound":
      twin.feeds[op.market]!.setRound(op.answer, op.updatedAt);
      break;
    case "setFailing":
      twin.feeds[op.market]!.setFailing(op.failing);
      break;
    case "trade": {
      const me = who(op.actor);
      const { sizeDelta, pay, take, moverPaysCost, maxCost } = op;
      const fill = venue.trade(me, market(op.market), sizeDelta, pay, take, moverPaysCost, maxCost, me);
      return [fill.cost, fill.equityBefore, fill.equity];
    }
    case "close":
      return venue.close(who(op.actor), market(op.market));
    case "liquidate":
      return venue.liquidate(who(op.actor), market(op.market), ownerAddress(twin, op.owner));
    case "closeExpired":
      venue.closeExpired(market(op.market), ownerAddress(twin, op.owner));
      break;
    case "depositMargin":
      venue.depositMargin(who(op.actor), market(op.market), op.amount);
      break;
    case "reportOutage":
      venue.reportOutage(market(op.market));
      break;
    case "expire":
      return venue.expire(market(op.market), op.steps);
    case "depositLiquidity":
      return venue.depositLiquidity(who(op.actor), op.assets);
    case "requestWithdrawal":
      venue.requestWithdrawal(who(op.actor), op.shares);
      break;
    case "withdrawLiquidity":
      return venue.withdrawLiquidity(ownerAddress(twin, op.owner));
    case "fundInsurance":
      venue.fundInsurance(who(op.actor), op.assets);
      break;
    case "setBaseFunding":
      venue.setBaseFunding(market(op.market), op.ratePerSecond);
      break;
    case "setOpenInterestCap":
      venue.setOpenInterestCap(market(op.market), op.cap);
      break;
    case "setScenario":
      venue.setScenario(market(op.market), op.halted, op.failing, op.spreadPpm);
      break;
  }
  return undefined;
}
