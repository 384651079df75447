import type { Kind } from "./operations.js";
import { Outage } from "./outages.js";
import type { Situation } from "./situations.js";

type Weights = Partial<Record<Kind, number>>;

/** How often each kind is drawn while nothing particular is going on. */
export const WEIGHTS: Readonly<Record<Kind, number>> = {
  setAnswer: 22,
  deposit: 12,
  mint: 6,
  redeem: 9,
  withdraw: 7,
  rebalance: 14,
  trade: 13,
  collectFees: 2,
  setFees: 2,
  setLimits: 3,
  setMintPaused: 2,
  payDebt: 1,
  setBlocked: 1,
  setDecision: 1,
  transfer: 2,
  settle: 1,
  // Where the venue rejects fills or charges more, and it tells something.
  reportRefusal: 0,
  windDown: 1,
  close: 2,
  liquidate: 3,
  depositMargin: 2,
  depositLiquidity: 3,
  requestWithdrawal: 3,
  withdrawLiquidity: 11,
  fundInsurance: 1,
  setBaseFunding: 3,
  setOpenInterestCap: 2,
  setScenario: 4,
  setRound: 2,
  setFailing: 2,
  reportOutage: 1,
  expire: 1,
  // Where a market has expired.
  closeExpired: 0,
};

/** Whether what is drawn otherwise would end most of this too soon: a clock before it has run, a debt before it is paid. */
export function isUrgent({ outage, hasDebts, isTipped, canBlock }: Situation): boolean {
  return outage !== Outage.None || hasDebts || (isTipped && canBlock);
}

/** What is drawn in a situation, most often or half of the time; `undefined` where nothing particular goes on. */
export function weightsIn(situation: Situation): Weights | undefined {
  if (situation.outage !== Outage.None) return weightsInOutage(situation);
  if (situation.hasDebts) return { payDebt: 11, setBlocked: 1, windDown: 4, setAnswer: 1, deposit: 1, redeem: 1 };
  if (situation.isSettleable) return { settle: 3, liquidate: 3, rebalance: 2, redeem: 1, withdraw: 1 };
  if (situation.liquidatable !== undefined) {
    const isTrader = situation.liquidatable.is === "actor";
    return { liquidate: isTrader ? 6 : 3, rebalance: 2, redeem: 1, withdraw: 1 };
  }
  if (situation.isTampered) return { setScenario: 1, reportRefusal: 2, rebalance: situation.isDue ? 4 : 0 };
  const mayBlock = situation.canBlock && !situation.hasBlocked;
  if (situation.isTipped && mayBlock) return { setBlocked: 3, rebalance: 1 };
  if (situation.isOverruled) return { rebalance: 6, setDecision: 1 };
  if (situation.isDue) {
    const setDecision = situation.isTold && !situation.hasBlocked ? 2 : 0;
    return { rebalance: 2, setDecision, setBlocked: mayBlock ? 2 : 0 };
  }
  if (situation.isBlocked) return { setAnswer: 2, rebalance: 3, setOpenInterestCap: 1, depositLiquidity: 1 };
  if (situation.isUnfinished) return { rebalance: 4, setAnswer: 1 };
  if (situation.isPaused) return { setMintPaused: 1 };
  if (situation.isSettled) return { redeem: 3, withdraw: 2, trade: 2 };
  const setDecision = situation.isTold ? 3 : 0;
  if (situation.hasBlocked) return { setAnswer: 3, setDecision, redeem: 1, setBlocked: 1 };
  if (mayBlock) return { setBlocked: 3, setAnswer: 2, setDecision, rebalance: situation.isTold ? 2 : 0, redeem: 1 };
  if (situation.isTold) return { setDecision, rebalance: 2, setAnswer: 2 };
  return undefined;
}

/** From the report to the end, and what is left to do after it; or back to life. */
function weightsInOutage(situation: Situation): Weights {
  const rebalance = situation.isBlocked ? 12 : 1;
  // A halted market's feed goes on, so that the price of its end is no longer the newest.
  const setAnswer = situation.isHalted ? 4 : 0;
  switch (situation.outage) {
    case Outage.Over:
      return { closeExpired: 6, settle: 2, close: 2, redeem: 3, withdraw: 1, rebalance: 1, trade: 1, setAnswer: 1 };
    case Outage.Lasting:
      return {
        expire: 8,
        settle: 3,
        close: 2,
        reportOutage: 1,
        redeem: 1,
        setAnswer,
        rebalance,
        ...revival(situation, 1),
      };
    case Outage.Reported:
      return { reportOutage: 6, expire: 1, settle: 1, close: 1, redeem: 1, rebalance, ...revival(situation, 2) };
    case Outage.Unreported:
    case Outage.None:
      return {
        reportOutage: 4,
        expire: 1,
        settle: 1,
        close: 1,
        redeem: 1,
        setAnswer,
        rebalance,
        ...revival(situation, 7),
      };
  }
}

/** What makes a dead market live again. */
function revival({ isFailing, isHalted }: Situation, weight: number): Weights {
  if (isFailing) return { setFailing: weight };
  return isHalted ? { setScenario: weight } : { setAnswer: weight };
}
