import type { Address } from "../Chain.js";
import { toUint, uint } from "../libraries/Checked.js";
import { mulDivDown, mulWad } from "../libraries/FixedPoint.js";
import { min } from "../libraries/Math.js";
import { ModelRevert } from "../ModelRevert.js";
import { VenueOutage } from "./VenueOutage.js";
import * as VenueMath from "./VenueMath.js";

/** A liquidity provider. */
export interface Provider {
  /** {liquidity share} */
  shares: bigint;
  /** {s} */
  withdrawableAt: bigint;
}

/** {s} Liquidity stays at least this long after each deposit. */
export const LIQUIDITY_LOCK = 86_400n;

/** The pool that is every trader's counterparty, and the insurance fund before it. */
export abstract class VenueLiquidity extends VenueOutage {
  private readonly ofOwner = new Map<Address, Provider>();

  providers(owner: Address): Readonly<Provider> {
    return this._provider(owner);
  }

  /** {liquidity share} Sum of all providers' shares. */
  get liquidityShares(): bigint {
    return this._funds.liquidityShares;
  }

  /** {collateral} The pool's worth: its books less traders' unrealised profit, rounded down. */
  liquidityValue(): bigint {
    let unrealised = 0n; // {usd}
    for (const [id, { openInterest }] of this._markets) {
      if (openInterest.long === 0n && openInterest.short === 0n) continue;
      const priced = this._priced(id);
      unrealised += mulWad(openInterest.long - openInterest.short, priced.net) - priced.basis;
    }
    const most = this._books.reserved * VenueMath.RESERVE_UNIT;
    const value = this._books.pool * this._unit - min(unrealised, most);
    return value > 0n ? value / this._unit : 0n;
  }

  /** Adds `assets` {collateral} of `sender` to the pool and returns the {liquidity share} for it. */
  depositLiquidity(sender: Address, assets: bigint): bigint {
    return this.chain.transact(() => {
      const funds = this._funds;
      const shares = mulDivDown(assets, funds.liquidityShares + this._unit, this.liquidityValue() + 1n);
      if (shares === 0n) throw new ModelRevert("MockFuturesVenue_ZeroAmount");
      const provider = this._provider(sender);
      this.chain.write(provider, {
        shares: uint(128n, provider.shares + toUint(128n, shares)),
        withdrawableAt: this.chain.now + LIQUIDITY_LOCK,
      });
      this.chain.keep(funds).liquidityShares += shares;
      const pool = uint(96n, this._books.pool + toUint(96n, assets));
      this.chain.write(this._books, { pool });
      this.chain.emit(this.address, "LiquidityDeposited", sender, assets, shares, pool);
      this.collateral.transfer(sender, this.address, assets);
      return shares;
    });
  }

  /** Takes `shares` of `sender` out of the pool and returns the {collateral} paid for them. */
  withdrawLiquidity(sender: Address, shares: bigint): bigint {
    return this.chain.transact(() => {
      const funds = this._funds;
      const provider = this._provider(sender);
      if (shares === 0n) throw new ModelRevert("MockFuturesVenue_ZeroAmount");
      if (shares > provider.shares) {
        throw new ModelRevert("MockFuturesVenue_SharesExceeded", [shares, provider.shares]);
      }
      if (this.chain.now < provider.withdrawableAt) {
        throw new ModelRevert("MockFuturesVenue_LiquidityLocked", [provider.withdrawableAt]);
      }
      const assets = mulDivDown(shares, this.liquidityValue() + 1n, funds.liquidityShares + this._unit);
      const free = this._freeReserve(this._books) * this._unitsPerReserve;
      if (assets > free) throw new ModelRevert("MockFuturesVenue_LiquidityReserved", [assets, free]);
      this.chain.keep(provider).shares -= shares;
      this.chain.keep(funds).liquidityShares -= shares;
      const pool = this._books.pool - toUint(96n, assets);
      this.chain.write(this._books, { pool });
      this.chain.emit(this.address, "LiquidityWithdrawn", sender, assets, shares, pool);
      this.collateral.transfer(this.address, sender, assets);
      return assets;
    });
  }

  /** Adds `assets` {collateral} of `sender` to the insurance fund; it never comes back. */
  fundInsurance(sender: Address, assets: bigint): void {
    this.chain.transact(() => {
      if (assets === 0n) throw new ModelRevert("MockFuturesVenue_ZeroAmount");
      const insurance = uint(128n, this._funds.insurance + toUint(128n, assets));
      this.chain.write(this._funds, { insurance });
      this.chain.emit(this.address, "InsuranceFunded", sender, assets, insurance);
      this.collateral.transfer(sender, this.address, assets);
    });
  }

  private _provider(owner: Address): Provider {
    let provider = this.ofOwner.get(owner);
    if (provider === undefined) this.ofOwner.set(owner, (provider = { shares: 0n, withdrawableAt: 0n }));
    return provider;
  }
}
