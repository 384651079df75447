import { Action, attempt, Phase, Status } from "../../src/model/index.js";
import { AnythingPolicy } from "./AnythingPolicy.js";
import { BlockingCollateral } from "./BlockingCollateral.js";
import type { Kind, Owner } from "./operations.js";
import { ownerAddress, type Twin } from "./twinSide.js";

/** What is going on in a market, as far as it makes some operations more interesting than others. */
export interface Situation {
  readonly token: number;
  readonly market: number;
  readonly isPriceDead: boolean;
  readonly isFailing: boolean;
  readonly isHalted: boolean;
  readonly isPaused: boolean;
  readonly isSettled: boolean;
  readonly isDue: boolean;
  readonly isBlocked: boolean;
  /** Whether any token owes something. */
  readonly hasDebts: boolean;
  /** Whether its collateral has a block list. */
  readonly canBlock: boolean;
  /** Whether its policy says what it is told. */
  readonly isTold: boolean;
  readonly isTampered: boolean;
  /** Whose account in this market can be liquidated. */
  readonly liquidatable: Owner | undefined;
}

export function situationOf(twin: Twin, token: number): Situation {
  const subject = twin.tokens[token]!;
  const market = twin.marketIds.indexOf(subject.market);
  const { trading } = twin.venue.marketState(subject.market);
  const isPriceDead = attempt(() => twin.oracles[market]!.price()) === undefined;
  const state = subject.state();
  const decision = attempt(() => subject.previewRebalance());
  return {
    token,
    market,
    isPriceDead,
    isFailing: twin.feeds[market]!.latestRoundData() === undefined,
    isHalted: trading.status === Status.Halted,
    isPaused: state.mintPaused,
    isSettled: state.phase === Phase.Settled,
    isDue: decision !== undefined && decision.action !== Action.None && decision.dueAt <= twin.chain.now,
    isBlocked: decision?.action === Action.Blocked,
    hasDebts: twin.tokens.some((debtor) => debtor.totalOwed() !== 0n),
    canBlock: twin.collateral instanceof BlockingCollateral,
    isTold: subject.policy instanceof AnythingPolicy,
    isTampered: trading.status === Status.Failing || trading.spreadPpm !== 0n,
    // An expired market liquidates nobody, and may have no price to judge an account by.
    liquidatable: isPriceDead || trading.status >= Status.Halted ? undefined : findLiquidatable(twin, market),
  };
}

/** Every account there may be. */
export function ownersIn(twin: Twin): Owner[] {
  const tokens = twin.tokens.map((_, index): Owner => ({ is: "token", index }));
  const actors = twin.addresses.actors.map((_, index): Owner => ({ is: "actor", index }));
  return [...actors, ...tokens];
}

/** Everyone a payment may be made to. */
export function payeesIn(twin: Twin): Owner[] {
  return [...ownersIn(twin), { is: "collector", index: 0 }];
}

/** What is drawn in a situation half of the time; `undefined` where nothing particular goes on. */
export function weightsIn(situation: Situation): Partial<Record<Kind, number>> | undefined {
  if (situation.isFailing) return { setFailing: 8, reportOutage: 3, expire: 2, settle: 3, close: 1, redeem: 1 };
  if (situation.isPriceDead)
    return { setAnswer: 10, reportOutage: 3, expire: 2, settle: 3, close: 1, redeem: 1, setScenario: 1 };
  if (situation.isHalted)
    return { setScenario: 4, reportOutage: 3, expire: 2, settle: 4, close: 1, setAnswer: 1, windDown: 1, rebalance: 3 };
  if (situation.liquidatable !== undefined) return { liquidate: 3, rebalance: 2, redeem: 1, withdraw: 1 };
  if (situation.hasDebts) return { payDebt: 4, setBlocked: 3, setAnswer: 1, deposit: 1, redeem: 1 };
  if (situation.isTampered) return { setScenario: 1, reportRefusal: 1, rebalance: situation.isDue ? 2 : 0 };
  if (situation.isDue) return { rebalance: 2, setDecision: situation.isTold ? 2 : 0 };
  if (situation.isBlocked) return { setAnswer: 2, rebalance: 1, setOpenInterestCap: 1, depositLiquidity: 1 };
  if (situation.isPaused) return { setMintPaused: 1 };
  if (situation.isSettled) return { redeem: 3, withdraw: 2, trade: 2 };
  if (situation.canBlock) return { setBlocked: 3, setAnswer: 2, redeem: 1 };
  if (situation.isTold) return { setDecision: 3, rebalance: 2, setAnswer: 2 };
  return undefined;
}

function findLiquidatable(twin: Twin, market: number): Owner | undefined {
  const id = twin.marketIds[market]!;
  const { maintenanceMarginPpm } = twin.venue.marketState(id).trading;
  return ownersIn(twin).find((owner) => {
    const { size, price, equity } = twin.venue.position(id, ownerAddress(twin, owner));
    const notional = ((size < 0n ? -size : size) * price) / 10n ** 18n;
    return size !== 0n && equity < (notional * maintenanceMarginPpm) / 1_000_000n;
  });
}
