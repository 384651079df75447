import { FixedPoint, VenueMath, type Account, type Curve, type RebalanceContext } from "../../model/index.js";
import type { SimulationStart } from "./Simulation.js";

const { WAD, mulWad, mulWadDown } = FixedPoint;

interface Trade {
  /** {base} Signed WAD. */
  readonly sizeDelta: bigint;
  /** {usd} WAD. */
  readonly cost: bigint;
  /** {collateral} */
  readonly tip: bigint;
}

/** The fund's account at the venue, in a market in which nobody else acts. It starts as if it had just been marked. */
export class SimulatedAccount {
  readonly #start: SimulationStart;
  /** {base} Net long size of everybody else. */
  readonly #others: bigint;
  #account: Account;
  /** {usd/base} Funding index when somebody last acted, at that time {s} and price. */
  #touched: { readonly index: bigint; readonly at: bigint; readonly price: bigint };
  /** {usd} WAD, up to then. */
  #profit = 0n;
  #funding = 0n;
  #trading = 0n;

  constructor(start: SimulationStart) {
    const { size, price, equity, unit, skew, timestamp } = start;
    this.#start = start;
    this.#others = (skew * WAD) / price - size;
    this.#touched = { index: 0n, at: timestamp, price };
    this.#account = {
      size,
      mark: price,
      margin: equity / unit,
      reserve: reserveFor(size, price),
      markedAt: timestamp,
    };
  }

  get size(): bigint {
    return this.#account.size;
  }

  /** {usd} WAD, never negative. */
  equity(now: bigint, price: bigint): bigint {
    const worth = VenueMath.worth(this.#account, this.#netOf(now, price), this.#start.unit);
    const value = VenueMath.lessFee(worth, this.#reserveFee(now));
    return value > 0n ? value : 0n;
  }

  /** What a trade costs at that price. */
  curve(price: bigint): Curve {
    const { takerFee, depth } = this.#start;
    return { fee: takerFee, skew: mulWad(this.#others + this.#account.size, price), depth };
  }

  /** {usd} What the position may still win, and what it might once it is marked, WAD. */
  profitLeft(now: bigint, price: bigint): Pick<RebalanceContext, "remainingProfit" | "remainingProfitIfMarked"> {
    const { unit } = this.#start;
    const { size } = this.#account;
    const worth = VenueMath.worth(this.#account, this.#netOf(now, price), unit);
    return {
      remainingProfit: VenueMath.remainingProfit(this.#account, worth, unit),
      remainingProfitIfMarked: mulWadDown(size < 0n ? -size : size, price),
    };
  }

  /** Marks the account and moves it. */
  trade(now: bigint, price: bigint, { sizeDelta, cost, tip }: Trade): void {
    const { unit } = this.#start;
    const charged = (cost + unit - 1n) / unit + tip;
    const marked = this.equity(now, price) / unit;
    const size = this.#account.size + sizeDelta;
    const { profit, funding } = this.#since(now, price);
    this.#profit += profit;
    this.#funding += funding;
    this.#trading -= charged * unit;
    this.#touched = { index: this.#indexAt(now, price), at: now, price };
    this.#account = {
      size,
      mark: price - this.#touched.index,
      margin: marked > charged ? marked - charged : 0n,
      reserve: reserveFor(size, price),
      markedAt: now,
    };
  }

  /** {1} What price, funding and trading have brought until now, relative to the first equity, WAD. */
  gains(now: bigint, price: bigint): { readonly profit: bigint; readonly funding: bigint; readonly trading: bigint } {
    const { profit, funding } = this.#since(now, price);
    const part = (amount: bigint) => (amount * WAD) / this.#start.equity;
    return {
      profit: part(this.#profit + profit),
      funding: part(this.#funding + funding),
      trading: part(this.#trading),
    };
  }

  /** {usd} What price and funding have brought since somebody last acted, WAD. */
  #since(now: bigint, price: bigint): { readonly profit: bigint; readonly funding: bigint } {
    const { size } = this.#account;
    return {
      profit: mulWad(size, price - this.#touched.price),
      funding: -mulWad(size, this.#indexAt(now, price) - this.#touched.index) - this.#reserveFee(now),
    };
  }

  /** {usd} WAD */
  #reserveFee(now: bigint): bigint {
    const { funding } = this.#start;
    return funding === undefined ? 0n : VenueMath.reserveFee(this.#account, funding.reserveFee, now);
  }

  #netOf(now: bigint, price: bigint): bigint {
    return price - this.#indexAt(now, price);
  }

  /** {usd/base} What a unit of a long has paid. It accrues at the price of the moment that looks. */
  #indexAt(now: bigint, price: bigint): bigint {
    const { funding } = this.#start;
    const { index, at } = this.#touched;
    if (funding === undefined || now === at) return index;
    const { skew, depth } = this.curve(price);
    const rate = VenueMath.fundingRate(funding.base, funding.skew, funding.max, skew, depth);
    return index + (rate * (now - at) * price) / WAD;
  }
}

/** {1e-6 usd} */
function reserveFor(size: bigint, price: bigint): bigint {
  return VenueMath.reserveFor(size < 0n ? -size : size, price);
}
