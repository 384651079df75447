import type { Address, Chain } from "../Chain.js";
import { int256, toInt, toUint } from "../libraries/Checked.js";
import { mulWad, WAD } from "../libraries/FixedPoint.js";
import type { MockCollateral } from "../MockCollateral.js";
import { ModelRevert } from "../ModelRevert.js";
import type { Price } from "../oracle/ChainlinkPriceOracle.js";
import * as VenueMath from "./VenueMath.js";
import type { Account } from "./VenueMath.js";
import { Status, type Books, type Market, type MarketId, type Priced } from "./VenueTypes.js";

export const PPM = 1_000_000n;

/** An account that holds nothing. */
export const EMPTY: Readonly<Account> = { size: 0n, mark: 0n, margin: 0n, reserve: 0n, markedAt: 0n };

/** The mock venue's state and how it is read: markets, accounts, and the books that always balance. */
export abstract class VenueState {
  /** {usd} Value of one unit of collateral, WAD. */
  protected readonly _unit: bigint;
  /** {collateral} Units in one unit of reserve. */
  protected readonly _unitsPerReserve: bigint;
  protected readonly _markets = new Map<MarketId, Market>();
  protected readonly _books: Books = { pool: 0n, insurance: 0n, reserved: 0n };
  private readonly accounts = new Map<MarketId, Map<Address, Account>>();

  constructor(
    readonly chain: Chain,
    readonly address: Address,
    readonly collateral: MockCollateral,
  ) {
    this._unit = 10n ** BigInt(18 - collateral.decimals);
    this._unitsPerReserve = VenueMath.RESERVE_UNIT / this._unit;
  }

  /** Every listed market. */
  markets(): MarketId[] {
    return [...this._markets.keys()];
  }

  /** The stored state of a market, as it was last touched. */
  marketState(id: MarketId): Readonly<Market> {
    return this._market(id);
  }

  /** The stored state of `owner`'s account, as it was last marked. */
  account(id: MarketId, owner: Address): Readonly<Account> {
    return this._account(id, owner);
  }

  /** The books. Collateral held is at least pool, insurance and all accounts' margins together. */
  books(): Readonly<Books> {
    return this._books;
  }

  /** Writes the books that an action has changed; until then nothing bounds them. */
  protected _writeBooks({ pool, insurance, reserved }: Books): void {
    this.chain.write(this._books, {
      pool: toUint(96n, pool),
      insurance: toUint(96n, insurance),
      reserved: toUint(64n, reserved),
    });
  }

  protected _market(id: MarketId): Market {
    const market = this._markets.get(id);
    if (market === undefined) throw new ModelRevert("FuturesVenue_UnknownMarket", [id]);
    return market;
  }

  protected _account(id: MarketId, owner: Address): Account {
    let ofMarket = this.accounts.get(id);
    if (ofMarket === undefined) this.accounts.set(id, (ofMarket = new Map<Address, Account>()));
    let account = ofMarket.get(owner);
    if (account === undefined) ofMarket.set(owner, (account = { ...EMPTY }));
    return account;
  }

  /** Reads the market and its price; reverts when the market does not exist or the price is not valid. */
  protected _priced(id: MarketId): Priced {
    const market = this._market(id);
    if (market.trading.status !== Status.Expired) return this._fillLive(market, market.trading.oracle.price());
    const priced = this._fillExpired(market);
    if (priced.price === 0n) throw new ModelRevert("FuturesVenue_NoClosingPrice", [id]);
    return priced;
  }

  protected _fillLive(market: Market, { value, updatedAt }: Price): Priced {
    return this._fill(market, value, updatedAt, this.chain.now);
  }

  /** At the price the market has expired at, 0 if none was found. Funding and fees end where it last traded. */
  protected _fillExpired(market: Market): Priced {
    const { price, priceUpdatedAt } = market.outage;
    return this._fill(market, price, priceUpdatedAt, market.funding.accruedAt);
  }

  /**
   * The market at `price`, funded until `fundedUntil`. Funding accrues on the price of the moment that touches it, at
   * the rate of the skew since the last touch.
   */
  private _fill(market: Market, price: bigint, updatedAt: bigint, fundedUntil: bigint): Priced {
    const { openInterest, funding, trading, capacity } = market;
    const { long, short } = openInterest;
    const skew = ((long - short) * price) / WAD;
    const depth = capacity.depth * WAD;
    let index = funding.index;
    const elapsed = fundedUntil - funding.accruedAt;
    if (elapsed !== 0n) {
      const rate = VenueMath.fundingRate(
        capacity.baseFundingPerSecond,
        capacity.skewFundingPerSecond,
        capacity.maxFundingPerSecond,
        skew,
        depth,
      );
      index += (rate * elapsed * price) / WAD;
    }
    return {
      long,
      short,
      longBasis: funding.longBasis,
      index,
      price,
      updatedAt,
      fundedUntil,
      net: price - index,
      curve: { fee: (trading.takerFeePpm + trading.spreadPpm) * (WAD / PPM), skew, depth },
      openInterestCap: capacity.openInterestCap * WAD,
      initialMarginPpm: trading.initialMarginPpm,
      maintenanceMarginPpm: trading.maintenanceMarginPpm,
      reserveFee: capacity.reserveFeePerSecond,
      status: trading.status,
    };
  }

  /** Writes the market with `before` replaced by a position of `size` marked now: both must fit an account. */
  protected _moveOpenInterest(id: MarketId, priced: Priced, before: Readonly<Account>, size: bigint): void {
    const held = before.size;
    const basisBefore = mulWad(held, before.mark);
    let shortBasisMove = 0n;
    if (held > 0n) {
      priced.long -= held;
      priced.longBasis -= basisBefore;
    } else {
      priced.short += held;
      shortBasisMove -= basisBefore;
    }
    const basis = mulWad(size, priced.net);
    if (size > 0n) {
      priced.long += size;
      priced.longBasis += basis;
    } else {
      priced.short -= size;
      shortBasisMove += basis;
    }
    const market = this._market(id);
    this.chain.write(market.openInterest, { long: toUint(128n, priced.long), short: toUint(128n, priced.short) });
    this.chain.write(market.funding, {
      index: toInt(112n, priced.index),
      longBasis: toInt(104n, priced.longBasis),
      accruedAt: priced.fundedUntil,
    });
    if (shortBasisMove !== 0n) this.chain.write(market, { shortBasis: int256(market.shortBasis + shortBasisMove) });
  }
}
