import {
  Action,
  CostCurve,
  FeeMath,
  FixedPoint,
  NavMath,
  RebalanceLogic,
  VenueMath,
  type Decision,
  type Fund,
} from "../../model/index.js";
import type { PricePoint } from "../../prices/path.js";
import { enumName, REASONS } from "../read/enums.js";
import type { SimulatedPoint, SimulatedRebalance, Simulation, SimulationStart } from "./Simulation.js";

const { WAD, mulWad } = FixedPoint;

/**
 * Takes a fund along a path of prices with the contracts' own arithmetic: it rebalances whenever `rebalance()` would,
 * at the prices and times of the path. Nobody else trades in the market, and nobody mints or redeems meanwhile; the
 * venue's reserve and open interest are taken as large enough.
 */
export function simulate(start: SimulationStart, path: Iterable<PricePoint>): Simulation {
  const run = new Run(start);
  for (const { time, price } of path) {
    run.moveTo(BigInt(time), price);
    if (run.isWipedOut) break;
  }
  return run.finish();
}

class Run {
  readonly #points: SimulatedPoint[] = [];
  readonly #rebalances: SimulatedRebalance[] = [];
  readonly #fund: Fund;
  readonly #first: { readonly nav: bigint; readonly equity: bigint };
  /** {base} Net long size of everybody else. */
  readonly #others: bigint;
  #now: bigint;
  #rebalancedAt: bigint;
  #isUnfinished: boolean;
  /** {usd} WAD. */
  #profit = 0n;
  #funding = 0n;
  #trading = 0n;

  constructor(private readonly start: SimulationStart) {
    const { equity, unit, supply, virtualShares, size, price, takerFee, skew, depth } = start;
    this.#fund = { equity, unit, supply, virtualShares, size, price, curve: { fee: takerFee, skew, depth } };
    this.#first = { nav: NavMath.navPerToken(this.#fund), equity };
    this.#others = (skew * WAD) / price - size;
    this.#now = start.timestamp;
    this.#rebalancedAt = start.rebalancedAt;
    this.#isUnfinished = start.isUnfinished;
    this.#note();
  }

  get isWipedOut(): boolean {
    return NavMath.isWipedOut(this.#fund);
  }

  /** The price moves and time passes; then whoever watches rebalances if that is due. */
  moveTo(time: bigint, price: bigint): void {
    this.#accrue(time);
    const fund = this.#fund;
    const gain = mulWad(fund.size, price - fund.price);
    this.#profit += gain;
    fund.price = price;
    this.#earn(gain);
    this.#markSkew();
    if (!this.isWipedOut) this.#rebalance();
    this.#note();
  }

  finish(): Simulation {
    const { targetLeverage, price } = this.start;
    const last = this.#points.at(-1);
    const underlying = ((this.#fund.price - price) * WAD) / price;
    const nav = (((last?.nav ?? 0n) - this.#first.nav) * WAD) / this.#first.nav;
    const ofEquity = (amount: bigint) => (amount * WAD) / this.#first.equity;
    const naive = mulWad(targetLeverage, underlying);
    const profit = ofEquity(this.#profit);
    const [funding, trading] = [ofEquity(this.#funding), ofEquity(this.#trading)];
    return {
      points: this.#points,
      rebalances: this.#rebalances,
      underlying,
      nav,
      naive,
      compounding: this.isWipedOut ? nav - naive - funding - trading : profit - naive,
      funding,
      trading,
      fees: this.isWipedOut ? 0n : nav - profit - funding - trading,
      isWipedOut: this.isWipedOut,
    };
  }

  /** Funding and the management fee since the last step. */
  #accrue(time: bigint): void {
    const elapsed = time - this.#now;
    this.#now = time;
    const fund = this.#fund;
    fund.supply += FeeMath.dilution(fund.supply, this.start.managementPpmPerYear, elapsed);
    const terms = this.start.funding;
    if (terms === undefined) return;
    const { skew, depth } = fund.curve;
    const rate = VenueMath.fundingRate(terms.base, terms.skew, terms.max, skew, depth);
    const paid = mulWad(fund.size, (rate * elapsed * fund.price) / WAD);
    this.#funding -= paid;
    this.#earn(-paid);
  }

  #rebalance(): void {
    const fund = this.#fund;
    const { targetLeverage, policy, maxTrade } = this.start;
    const facts = {
      maxTrade,
      maxLong: UNBOUNDED,
      maxShort: UNBOUNDED,
      winnable: 0n,
      winnableIfMarked: 0n,
      rebalancedAt: this.#rebalancedAt,
      unfinished: this.#isUnfinished,
      priceUpdatedAt: this.#now,
    };
    const decision = RebalanceLogic.decide(fund, targetLeverage, policy, facts, this.#now);
    if (decision.action === Action.Trade) this.#trade(decision);
  }

  #trade({ reason, sizeDelta, tip, complete }: Decision): void {
    const fund = this.#fund;
    const before = NavMath.leverage(fund);
    const cost = CostCurve.costUp(fund.curve, sizeDelta, fund.price) + tip * fund.unit;
    this.#trading -= cost;
    this.#earn(-cost);
    fund.size += sizeDelta;
    this.#markSkew();
    this.#rebalancedAt = this.#now;
    this.#isUnfinished = !complete;
    this.#rebalances.push({
      timestamp: this.#now,
      price: fund.price,
      reason: enumName(REASONS, BigInt(reason)),
      sizeDelta,
      before,
      after: NavMath.leverage(fund),
    });
  }

  #earn(amount: bigint): void {
    const equity = this.#fund.equity + amount;
    this.#fund.equity = equity > 0n ? equity : 0n;
  }

  #markSkew(): void {
    const fund = this.#fund;
    fund.curve.skew = mulWad(this.#others + fund.size, fund.price);
  }

  #note(): void {
    const fund = this.#fund;
    this.#points.push({
      timestamp: this.#now,
      price: fund.price,
      nav: NavMath.navPerToken(fund),
      leverage: NavMath.leverage(fund),
    });
  }
}

/** {base} More than any trade. */
const UNBOUNDED = (1n << 128n) - 1n;
