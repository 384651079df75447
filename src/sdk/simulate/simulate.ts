import {
  Action,
  BandPolicy,
  Blocker,
  CostCurve,
  FeeMath,
  FixedPoint,
  NavMath,
  RebalanceGuard,
  Reports,
  type Decision,
  type Fund,
  type RebalanceState,
} from "../../model/index.js";
import type { PricePoint } from "../../prices/path.js";
import { enumName, REASONS } from "../read/enums.js";
import { SimulatedAccount } from "./SimulatedAccount.js";
import type { SimulatedPoint, SimulatedRebalance, Simulation, SimulationStart } from "./Simulation.js";

const { WAD, mulWad } = FixedPoint;

/**
 * Takes a fund along a path of prices with the contracts' own arithmetic: it rebalances whenever `rebalance()` would,
 * at the prices and times of the path. Nobody else trades in the market, and nobody mints or redeems meanwhile; the
 * venue's pool and open interest are taken as large enough.
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
  readonly #account: SimulatedAccount;
  readonly #policy: BandPolicy;
  readonly #known: RebalanceState;
  readonly #firstNav: bigint;
  #fund: Fund;
  #now: bigint;
  #rebalancedAt: bigint;
  #isUnfinished: boolean;
  /** {share} Minted and pending at the time {s} when fees were last counted. */
  #accrued: { readonly supply: bigint; readonly at: bigint };

  constructor(private readonly start: SimulationStart) {
    this.#account = new SimulatedAccount(start);
    this.#policy = new BandPolicy(start.bands);
    this.#known = {
      maxTrade: start.maxTrade,
      blockedSince: 0n,
      blockedAt: 0n,
      blocker: Blocker.None,
      tipDay: 0n,
      tipped: 0n,
    };
    this.#now = start.timestamp;
    this.#accrued = { supply: start.supply, at: start.timestamp };
    this.#rebalancedAt = start.rebalancedAt;
    this.#isUnfinished = start.isUnfinished;
    this.#fund = this.#read(start.price);
    this.#firstNav = NavMath.navPerToken(this.#fund);
    this.#note();
  }

  get isWipedOut(): boolean {
    return NavMath.isWipedOut(this.#fund);
  }

  /** The price moves and time passes; then whoever watches rebalances if that is due. */
  moveTo(time: bigint, price: bigint): void {
    this.#now = time;
    this.#fund = this.#read(price);
    if (!this.isWipedOut) this.#rebalance();
    this.#note();
  }

  finish(): Simulation {
    const { targetLeverage, price } = this.start;
    const last = this.#points.at(-1);
    const underlying = ((this.#fund.price - price) * WAD) / price;
    const nav = (((last?.nav ?? 0n) - this.#firstNav) * WAD) / this.#firstNav;
    const naive = mulWad(targetLeverage, underlying);
    const { profit, funding, trading } = this.#account.gains(this.#now, this.#fund.price);
    const { isWipedOut } = this;
    return {
      points: this.#points,
      rebalances: this.#rebalances,
      underlying,
      nav,
      naive,
      // A fund cannot lose more than all, however far the price goes.
      compounding: isWipedOut ? nav - naive - funding - trading : profit - naive,
      funding,
      trading,
      fees: isWipedOut ? 0n : nav - profit - funding - trading,
      isWipedOut,
    };
  }

  #read(price: bigint): Fund {
    const { unit, virtualShares, managementPpmPerYear } = this.start;
    const { supply, at } = this.#accrued;
    return {
      equity: this.#account.equity(this.#now, price),
      unit,
      supply: supply + FeeMath.dilution(supply, managementPpmPerYear, this.#now - at),
      virtualShares,
      size: this.#account.size,
      price,
      curve: this.#account.curve(price),
    };
  }

  #rebalance(): void {
    const decision = this.#decide();
    if (decision.action === Action.Trade) this.#trade(decision);
    else if (decision.action === Action.Blocked && decision.dueAt <= this.#now) {
      Reports.note(this.#known, decision.blocker, this.#now);
    }
  }

  #decide(): Decision {
    const { bands, maintenanceMargin, targetLeverage } = this.start;
    const { price, size } = this.#fund;
    const known = this.#known;
    const timestamp = this.#now;
    const { emergencyBand } = bands;
    const reading = { policy: this.#policy, targetLeverage, emergencyBand, rebalancing: known };
    const context = {
      maxTrade: known.maxTrade * WAD,
      maxLong: UNBOUNDED,
      maxShort: UNBOUNDED,
      minReduction: 0n,
      maxReduction: size < 0n ? -size : size,
      ...this.#account.profitLeft(timestamp, price),
      tipsLeft: Reports.tipsLeft(known, timestamp),
      priceUpdatedAt: timestamp,
      rebalancedAt: this.#rebalancedAt,
      blockedSince: Reports.isFresh(known, timestamp) ? known.blockedSince : 0n,
      unfinished: this.#isUnfinished,
      timestamp,
    };
    const decision = RebalanceGuard.decide(reading, this.#fund, context, maintenanceMargin);
    Reports.remind(known, decision, timestamp);
    return decision;
  }

  #trade({ reason, sizeDelta, tip, complete }: Decision): void {
    const { price, curve, supply } = this.#fund;
    const before = NavMath.leverage(this.#fund);
    const cost = CostCurve.costUp(curve, sizeDelta, price);
    if (sizeDelta !== 0n) {
      Reports.forget(this.#known);
      if (tip !== 0n) Reports.countTip(this.#known, tip, NavMath.equityDown(this.#fund), this.#now);
      this.#rebalancedAt = this.#now;
      this.#isUnfinished = !complete;
    }
    this.#account.trade(this.#now, price, { sizeDelta, cost, tip });
    this.#accrued = { supply, at: this.#now };
    this.#fund = this.#read(price);
    this.#rebalances.push({
      timestamp: this.#now,
      price,
      reason: enumName(REASONS, BigInt(reason)),
      sizeDelta,
      before,
      after: NavMath.leverage(this.#fund),
    });
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
