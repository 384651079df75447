import type { Address } from "../Chain.js";
import { toUint, uint } from "../libraries/Checked.js";
import { mulDivDown, mulWad } from "../libraries/FixedPoint.js";
import { min, saturatingSub } from "../libraries/Math.js";
import { ModelRevert } from "../ModelRevert.js";
import { VenueOutage } from "./VenueOutage.js";
import * as VenueMath from "./VenueMath.js";
import { Status } from "./VenueTypes.js";

/** A liquidity provider. */
export interface Provider {
  /** {liquidity share} */
  shares: bigint;
  /** {liquidity share} Part of them that is on notice; it bears the pool's results until it is paid. */
  leaving: bigint;
  /** {s} End of the notice. */
  payableAt: bigint;
}

/** {s} Time between a request and its payment. */
export const LIQUIDITY_NOTICE = 86_400n;
/** {s} Time after the notice in which it can be paid; later it has lapsed. */
export const LIQUIDITY_WINDOW = 3_600n;

/** The pool that is every trader's counterparty, and the insurance fund before it. */
export abstract class VenueLiquidity extends VenueOutage {
  private readonly ofOwner = new Map<Address, Provider>();
  private readonly shared = { liquidityShares: 0n };

  providers(owner: Address): Readonly<Provider> {
    return this._provider(owner);
  }

  /** {liquidity share} Sum of all providers' shares. */
  get liquidityShares(): bigint {
    return this.shared.liquidityShares;
  }

  /**
   * {collateral} What all of the pool is worth to somebody who leaves and to somebody who joins, rounded down. Traders'
   * unrealised profit is taken off both, at most what is reserved for it. Their unrealised losses may never be
   * collected: who joins pays for them, who leaves is not paid.
   */
  liquidityValues(): { leaving: bigint; joining: bigint } {
    let won = 0n; // {usd}
    let lost = 0n; // {usd}
    for (const [id, { openInterest, trading, shortBasis, outage }] of this._markets) {
      if (openInterest.long === 0n && openInterest.short === 0n) continue;
      // Expired without a price: each account closes at the mark it has, without profit or loss.
      if (trading.status === Status.Expired && outage.price === 0n) continue;
      const priced = this._priced(id);
      const longs = mulWad(priced.long, priced.net) - priced.longBasis;
      const shorts = mulWad(-priced.short, priced.net) - shortBasis;
      // A side's losses are not set against the other's profit: they may be a bankrupt's.
      for (const result of [longs, shorts]) {
        if (result > 0n) won += result;
        else lost -= result;
      }
    }
    won = min(won, this._books.reserved * VenueMath.RESERVE_UNIT);
    const pool = this._books.pool * this._unit;
    return {
      leaving: saturatingSub(pool, won) / this._unit,
      joining: saturatingSub(pool + lost, won) / this._unit,
    };
  }

  /** Adds `assets` {collateral} of `sender` to the pool and returns the {liquidity share} for it. */
  depositLiquidity(sender: Address, assets: bigint): bigint {
    return this.chain.transact(() => {
      const { joining } = this.liquidityValues();
      const shares = mulDivDown(assets, this.liquidityShares + this._unit, joining + 1n);
      if (shares === 0n) throw new ModelRevert("MockFuturesVenue_ZeroAmount");
      const provider = this._provider(sender);
      this.chain.write(provider, { shares: uint(128n, provider.shares + toUint(128n, shares)) });
      this.chain.keep(this.shared).liquidityShares += shares;
      const pool = uint(96n, this._books.pool + toUint(96n, assets));
      this.chain.write(this._books, { pool });
      this.chain.emit(this.address, "LiquidityDeposited", sender, assets, shares, pool);
      this.collateral.transfer(sender, this.address, assets);
      return shares;
    });
  }

  /** Gives notice that `shares` of `sender` are to leave; it takes the place of an earlier one. */
  requestWithdrawal(sender: Address, shares: bigint): void {
    this.chain.transact(() => {
      const provider = this._provider(sender);
      if (shares === 0n) throw new ModelRevert("MockFuturesVenue_ZeroAmount");
      if (shares > provider.shares) {
        throw new ModelRevert("MockFuturesVenue_SharesExceeded", [shares, provider.shares]);
      }
      const payableAt = this.chain.now + LIQUIDITY_NOTICE;
      this.chain.write(provider, { leaving: shares, payableAt });
      this.chain.emit(this.address, "WithdrawalRequested", sender, shares, payableAt);
    });
  }

  /** Pays `owner` the {collateral} returned for what it has given notice of, at the value of this moment. */
  withdrawLiquidity(owner: Address): bigint {
    return this.chain.transact(() => {
      const provider = this._provider(owner);
      const { leaving: shares, payableAt } = provider;
      if (this.chain.now < payableAt || this.chain.now > payableAt + LIQUIDITY_WINDOW) {
        throw new ModelRevert("MockFuturesVenue_NotPayable", [payableAt]);
      }
      const assets = mulDivDown(shares, this.liquidityValues().leaving + 1n, this.liquidityShares + this._unit);
      const free = this._freeReserve(this._books) * this._unitsPerReserve;
      if (assets > free) throw new ModelRevert("MockFuturesVenue_LiquidityReserved", [assets, free]);
      this.chain.write(provider, { shares: provider.shares - shares, leaving: 0n, payableAt: 0n });
      this.chain.keep(this.shared).liquidityShares -= shares;
      const pool = this._books.pool - toUint(96n, assets);
      this.chain.write(this._books, { pool });
      this.chain.emit(this.address, "LiquidityWithdrawn", owner, assets, shares, pool);
      this.collateral.transfer(this.address, owner, assets);
      return assets;
    });
  }

  /** Adds `assets` {collateral} of `sender` to the insurance fund; it never comes back. */
  fundInsurance(sender: Address, assets: bigint): void {
    this.chain.transact(() => {
      if (assets === 0n) throw new ModelRevert("MockFuturesVenue_ZeroAmount");
      const insurance = uint(96n, this._books.insurance + toUint(96n, assets));
      this.chain.write(this._books, { insurance });
      this.chain.emit(this.address, "InsuranceFunded", sender, assets, insurance);
      this.collateral.transfer(sender, this.address, assets);
    });
  }

  private _provider(owner: Address): Provider {
    let provider = this.ofOwner.get(owner);
    if (provider === undefined) this.ofOwner.set(owner, (provider = { shares: 0n, leaving: 0n, payableAt: 0n }));
    return provider;
  }
}
