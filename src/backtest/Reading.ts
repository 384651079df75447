import { FeeMath, NavMath } from "../model/index.js";
import { toNumber } from "./numbers.js";
import { MARKET, type World } from "./World.js";

const PPM = Number(FeeMath.PPM);
const YEAR = Number(FeeMath.YEAR);
/** {usd} */
const VIRTUAL_ASSETS = toNumber(NavMath.VIRTUAL_ASSETS);
/** Terms of the contract's series for the management fee. */
const SERIES = 6;

/**
 * The fund as its last transaction left it, in floating point. Nothing on chain changes between two transactions, and
 * equity is then linear in the price, so that this gives NAV and leverage at any price and time after it to about fifteen
 * digits, without asking the twin.
 */
export class Reading {
  /** {base} Signed. */
  readonly size: number;
  /** {usd} Equity at a price of 0, funding since `since` aside: equity is `cash + size * price`. */
  readonly cash: number;
  /** {usd} What equity cannot exceed until the account is marked anew: margin and reserve. */
  readonly most: number;
  /** {usd} Of that, margin. */
  readonly margin: number;
  /** {usd/s} What its reserve costs from `markedAt` {s} on. */
  readonly reserveFee: number;
  readonly markedAt: number;
  /** {1/s} What longs pay from `since` {s} on. */
  readonly rate: number;
  readonly since: number;
  /** {usd} Value of one unit of collateral. */
  readonly unit: number;
  private readonly virtualShares: number;
  private readonly supply: number;
  private readonly feesSince: number;
  private readonly feeRate: number;

  constructor({ venue, token, terms }: World) {
    const { size, mark, margin, reserve, markedAt } = venue.account(MARKET, token.address);
    const { funding, capacity } = venue.marketState(MARKET);
    const unit = 10n ** BigInt(18 - terms.decimals);
    const { pendingFeeShares, feesAccruedAt, managementPpmPerYear } = token.state();
    this.size = toNumber(size);
    this.cash = toNumber(margin * unit - (size * (funding.index + mark)) / 10n ** 18n);
    this.margin = toNumber(margin * unit);
    this.most = this.margin + Number(reserve) / 1e6;
    this.reserveFee = (Number(reserve) / 1e6) * toNumber(capacity.reserveFeePerSecond);
    this.markedAt = Number(markedAt);
    this.rate = toNumber(capacity.baseFundingPerSecond);
    this.since = Number(funding.accruedAt);
    this.unit = toNumber(unit);
    this.virtualShares = toNumber(token.virtualShares);
    this.supply = toNumber(token.totalSupply() + pendingFeeShares);
    this.feesSince = Number(feesAccruedAt);
    this.feeRate = Number(managementPpmPerYear) / PPM / YEAR;
  }

  /** {usd} Never negative. */
  equity(price: number, time: number): number {
    const value = this.cash + this.size * price - this.fundingPaid(price, time);
    return Math.max(0, Math.min(value, this.most) - this.reservePaid(time));
  }

  /** {usd} Since `markedAt`. */
  reservePaid(time: number): number {
    return this.reserveFee === 0 ? 0 : this.reserveFee * (time - this.markedAt);
  }

  /** {usd} Since `since`; negative when received. */
  fundingPaid(price: number, time: number): number {
    return this.rate === 0 ? 0 : this.size * this.rate * (time - this.since) * price;
  }

  /** {share} Those minted and those pending for the management fee. */
  shares(time: number): number {
    const x = this.feeRate * (time - this.feesSince);
    let growth = 1;
    for (let i = SERIES; i > 1; --i) growth = 1 + (x * growth) / i;
    return this.supply * (1 + x * growth);
  }

  /** {usd/share} */
  nav(price: number, time: number): number {
    const equity = this.equity(price, time);
    if (equity < this.unit) return 0;
    return (Math.floor(equity / this.unit) * this.unit + VIRTUAL_ASSETS) / (this.shares(time) + this.virtualShares);
  }

  /** {1} Real leverage, signed; 0 without equity. */
  leverage(price: number, time: number): number {
    const equity = this.equity(price, time);
    return equity === 0 ? 0 : (this.size * price) / equity;
  }
}
